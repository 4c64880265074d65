package link_test

import (
	"context"
	"os"
	"strconv"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/internal/stage/link/linktest"
)

func BenchmarkPrints(b *testing.B) {
	n := linktest.NewNews(1, 2, 7)
	text := n.Sentence(500)
	doc := &archive.Document{Outlet: "lantern"}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		link.PrintsOf(doc, text)
	}
}

// history fills an archive in memory; LINK_DOCS sets the number of documents.
func history(b *testing.B, n *linktest.News, docs int) *linktest.Memory {
	if v, err := strconv.Atoi(os.Getenv("LINK_DOCS")); err == nil {
		docs = v
	}
	m := linktest.New()
	for range docs {
		if _, err := m.Add(context.Background(), link.Link, n.Addition()); err != nil {
			b.Fatal(err)
		}
	}
	return m
}

// BenchmarkLink links documents of a year's news of forty states.
func BenchmarkLink(b *testing.B) {
	n := linktest.NewNews(2, 40, 365)
	m := history(b, n, 5000)
	benchmarkLink(b, n, m)
}

// BenchmarkLinkDense links documents of which all are about two states in one week.
func BenchmarkLinkDense(b *testing.B) {
	n := linktest.NewNews(3, 2, 7)
	m := history(b, n, 1700)
	benchmarkLink(b, n, m)
}

func benchmarkLink(b *testing.B, n *linktest.News, m *linktest.Memory) {
	adds := make([]archive.Addition, 200)
	for i := range adds {
		adds[i] = n.Addition()
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		if _, err := link.Link(context.Background(), m, &adds[i%len(adds)]); err != nil {
			b.Fatal(err)
		}
	}
}
