package export

import "chancery/archive"

type personRow struct {
	Person    string   `parquet:"person"`
	Name      string   `parquet:"name"`
	Aliases   []string `parquet:"aliases,list"`
	Code      string   `parquet:"code,optional,dict"`
	Registry  string   `parquet:"registry,optional"`
	Documents int32    `parquet:"documents"`
	First     *int32   `parquet:"first,optional,date"`
	Last      *int32   `parquet:"last,optional,date"`
}

func parquetPerson(p *archive.Identity) personRow {
	return personRow{Person: p.ID, Name: p.Name, Aliases: p.Aliases, Code: p.Code, Registry: p.Registry, Documents: int32(p.Documents),
		First: dayNumber(p.First), Last: dayNumber(p.Last)}
}

type postRow struct {
	Person       string   `parquet:"person"`
	Name         string   `parquet:"name"`
	Title        string   `parquet:"title"`
	Organization string   `parquet:"organization,optional"`
	Code         string   `parquet:"code,optional,dict"`
	First        *int32   `parquet:"first,optional,date"`
	Last         *int32   `parquet:"last,optional,date"`
	FormerBy     *int32   `parquet:"former_by,optional,date"`
	Reports      int32    `parquet:"reports"`
	Outlets      int32    `parquet:"outlets"`
	Contradicts  []string `parquet:"contradicts,list"`
}

func parquetPost(p *archive.Tenure) postRow {
	return postRow{Person: p.Person, Name: p.Name, Title: p.Title, Organization: p.Organization, Code: p.Code, First: dayNumber(p.First),
		Last: dayNumber(p.Last), FormerBy: dayNumber(p.FormerBy), Reports: int32(p.Reports), Outlets: int32(p.Outlets), Contradicts: p.Contradicts}
}
