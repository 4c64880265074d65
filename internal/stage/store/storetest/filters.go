package storetest

// Filters are filters of events as people ask them: one country or many, common and rare,
// words, numbers, days, and what has no index of its own.
func Filters() []string {
	return []string{
		"", "actor:USA", "actor:VUT", "recipient:CHN", "party:FRA", "party:TON", "actor:USA recipient:CHN", "actor:CHN recipient:RUS type:CONSULT",
		"actor:CHN recipient:RUS type:CONSULT status:planned since:2028-05 level:<=2", "between:IRN,ISR", "between:FJI,TON", "actor:person/USA1", "person:\"ba\"",
		"type:CONSULT", "type:ASSAULT", "type:AID,SANCTION", "quad:4", "type:CONSULT mode:visit", "status:planned", "status:denied,historical", "-status:actual", "context:military",
		"level:4", "level:<=2 type:AID", "confidence:>0.94", "scale:<-9", "killed:>50", "killed:>=1 actor:TUR", "cameo:193", "attributed:no actor:NGA",
		"since:2030-01", "on:2029-03-04", "since:2028-02 until:2028-03 actor:DEU", "until:2027-02", "outlet:bu*", "title:baca", "text:baca", "text:\"ba bu\"", "text:bacad* actor:IND",
		"actor:USA or actor:CHN", "actor:USA -recipient:CHN", "(actor:RUS or actor:UKR) type:ASSAULT since:2029", "actor:USA place:FRA", "place:SYR", "actor.sector:MIL recipient:YEM", "speaker:GBR", "has:place actor:KEN",
		"published:2028-07", "trigger:ba", "review:rejected", "has:size", "actor:guild recipient:BRA", "copied:yes", "incident:i0000000000000000", "document:0123456789abcdef", "event:0123456789abcdef:0-6:CONSULT",
	}
}

// Joined are filters of two and more tests that were slow at ten million events, and
// others of their shapes: words or documents that bring the candidates beside numbers,
// long lists of terms or parties beside one term, and days of publication long ago.
func Joined() []string {
	return []string{
		"text:baca scale:>2", "text:baca text:bacu confidence:>0.5", "title:baca text:baca level:<=2", "text:baca or text:bacu", "published:2028-07 actor:USA", "published:2028-07 text:baca",
		"killed:>=1 type:ASSAULT", "killed:>=1 actor:TUR recipient:IRN", "trigger:b* recipient:FRA", "cameo:19* actor:TUR", "actor:guild -recipient:BRA", "actor:guild recipient:guild",
		"actor:USA or recipient:USA", "type:AID,SANCTION status:planned", "has:place,speaker type:AID", "actor:USA recipient:CHN place:FRA since:2028",
	}
}
