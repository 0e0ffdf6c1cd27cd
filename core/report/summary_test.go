package report

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestSummaryEscapesAllThatIsHostile(t *testing.T) {
	table, totals := randomTable(rand.New(rand.NewPCG(7, 8)), 300)
	hostile := `</noscript></script><script>alert("x")</script>&amp;'`
	r := Build(Source{Title: hostile, Table: table, Totals: totals, Quality: []Counter{},
		Captures: []Capture{{Name: hostile, Problem: hostile}}}, Limits{})
	for i := range r.Hosts.Names {
		r.Hosts.Names[i] = []Name{{Name: hostile}}
	}
	r.Findings = []Finding{{Severity: hostile, Text: hostile}}
	for i := range r.Applications {
		r.Applications[i].Name = hostile
	}
	got := Summary(r)
	for _, bad := range []string{"</noscript", "<script", "</script", `"x"`, "&amp;'"} {
		if strings.Contains(got, bad) {
			t.Errorf("the summary holds %s", bad)
		}
	}
	if n := strings.Count(got, "<tr>"); n != summaryRows+1 {
		t.Errorf("%d lines in the table, want %d and its head", n, summaryRows)
	}
}

func TestSummaryOfNothing(t *testing.T) {
	table, totals := randomTable(rand.New(rand.NewPCG(7, 8)), 0)
	got := Summary(Build(Source{Table: table, Totals: totals, Quality: []Counter{}, Captures: []Capture{{Name: "none.pcap"}}}, Limits{}))
	if want := "<h1>none.pcap</h1>\n<p>No packets were captured.</p>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The largest conversations are the first of all in order, equal ones too.
func TestLargest(t *testing.T) {
	table, totals := randomTable(rand.New(rand.NewPCG(9, 10)), 300)
	r := Build(Source{Table: table, Totals: totals, Quality: []Counter{}, Captures: []Capture{}}, Limits{})
	for i := range r.Services.BytesAtoB {
		r.Services.BytesAtoB[i] %= 3
		r.Services.BytesBtoA[i] %= 2
	}
	all := ConversationRows(r, LayerInner)
	for _, most := range []int{1, summaryRows, len(all), len(all) + 1} {
		got, of := LargestConversations(r, LayerInner, most, nil)
		if want := all[:min(most, len(all))]; of != len(all) || !reflect.DeepEqual(got, want) {
			t.Errorf("the largest %d of %d: %v, want %v", most, len(all), got, want)
		}
	}
	wanted := func(a, b int) bool { return a != all[0].A && b != all[0].A }
	first := slices.IndexFunc(all, func(row ConversationRow) bool { return wanted(row.A, row.B) })
	if got, of := LargestConversations(r, LayerInner, 1, wanted); of != len(all) || !reflect.DeepEqual(got, all[first:first+1]) {
		t.Errorf("the largest without a host: %v of %d, want %v", got, of, all[first])
	}
}
