package training_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lumbung-ledger/lumbung/ledger/training"
)

func TestLessonsAreFourteen(t *testing.T) {
	days := map[int]int{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 2, 13: 2, 10: 3, 11: 3, 12: 3, 14: 3}
	slugs := map[string]bool{}
	lessons := training.Lessons()
	if len(lessons) != 14 {
		t.Errorf("there are %d lessons", len(lessons))
	}
	for i, l := range lessons {
		if l.Number != i+1 {
			t.Errorf("lesson %d stands at place %d", l.Number, i+1)
		}
		if l.Day != days[l.Number] {
			t.Errorf("lesson %d is on day %d", l.Number, l.Day)
		}
		if l.Minutes < 35 || l.Minutes > 50 {
			t.Errorf("lesson %d takes %d minutes", l.Number, l.Minutes)
		}
		if slugs[l.Slug] || l.Slug == "" || l.Slug != slugOf(l.Title.ID) {
			t.Errorf("lesson %d has the slug %q", l.Number, l.Slug)
		}
		slugs[l.Slug] = true
		if again, ok := training.LessonByNumber(l.Number); !ok || again.Title != l.Title {
			t.Errorf("lesson %d is not found by its number", l.Number)
		}
	}
	for _, n := range []int{-1, 0, 15} {
		if _, ok := training.LessonByNumber(n); ok {
			t.Errorf("there is a lesson %d", n)
		}
	}
}

// slugOf is a title as it stands in an address.
func slugOf(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

// A lesson announces the kinds of exercises that its sheet really has.
func TestLessonsAnnounceTheirExercises(t *testing.T) {
	for _, l := range training.Lessons() {
		sheet, err := training.Sheet(l.Number, training.FirstLevel, "MELATI")
		if err != nil {
			t.Fatal(err)
		}
		drawn := map[training.Kind]bool{}
		for _, x := range sheet {
			drawn[x.Kind] = true
		}
		announced := map[training.Kind]bool{}
		for _, k := range l.Kinds {
			announced[k] = true
		}
		if !maps.Equal(drawn, announced) {
			t.Errorf("lesson %d announces %v, its sheet has %v", l.Number, l.Kinds, slices.Sorted(maps.Keys(drawn)))
		}
	}
}

func TestWeeklyMessagesAreTheRules(t *testing.T) {
	messages := training.WeeklyMessages()
	if len(messages) != 12 {
		t.Fatalf("there are %d messages", len(messages))
	}
	for i, m := range messages {
		l, _ := training.LessonByNumber(m.Lesson)
		if m.Week != i+1 || m.Text != l.Rule || m.Text.ID == "" || m.Text.EN == "" {
			t.Errorf("week %d: %v", i+1, m)
		}
	}
	if messages[0].Text.ID != "Uang jualan masuk dompet usaha; untuk rumah, ambil dan catat." {
		t.Errorf("the first message is %q", messages[0].Text.ID)
	}
}

func TestReadLessonsRefusesWhatIsNoLesson(t *testing.T) {
	good := func() fstest.MapFS {
		files := fstest.MapFS{}
		for _, name := range []string{"01.id.md", "01.en.md", "01.workings.jsonl"} {
			raw, err := os.ReadFile("testdata/bad_lesson/" + name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: raw}
		}
		return files
	}
	replace := func(name, old, with string) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			text := string(files[name].Data)
			if !strings.Contains(text, old) {
				t.Fatalf("%s has no %q", name, old)
			}
			files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, with, 1))}
		}
	}
	if read, err := training.ReadLessons(good()); err != nil || len(read) != 1 || len(read[0].Sections) != 7 {
		t.Fatalf("%v, %v", read, err)
	}
	for want, spoil := range map[string]func(fstest.MapFS){
		"file does not exist":                     func(files fstest.MapFS) { delete(files, "01.en.md") },
		"first line of the workings":              replace("01.workings.jsonl", `{"lesson"`, `{lesson`),
		"the workings are of lesson 2":            replace("01.workings.jsonl", `"lesson":1`, `"lesson":2`),
		"id: no title":                            replace("01.id.md", "# Pelajaran", "Pelajaran"),
		"en: no goal in one line":                 replace("01.en.md", "**Goal:**", "Goal:"),
		"6 headings, not 7":                       replace("01.id.md", "## Aturan", "Aturan"),
		`heading 3 is "Worked", not "Worked exam`: replace("01.en.md", "## Worked example (8 minutes)", "## Worked"),
		"no minutes in":                           replace("01.id.md", "(5 menit)", "(lima menit)"),
		"story has 5 minutes in one language":     replace("01.en.md", "(5 minutes)", "(6 minutes)"),
		"the sections take 40 minutes":            replace("01.workings.jsonl", `"minutes":40`, `"minutes":41`),
		`nothing below "Buku sendiri`:             replace("01.id.md", "Hitung.", ""),
	} {
		files := good()
		spoil(files)
		if _, err := training.ReadLessons(files); err == nil || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}
