package training

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed lessons/[0-9]*
var lessonFiles embed.FS

// Lesson is one lesson of "Buku Usaha Ibu", as a trainer reads it. How the files
// are written is in lessons/README.md.
type Lesson struct {
	Number int    `json:"number"`
	Slug   string `json:"slug" example:"dua-dompet"`
	Title  Text   `json:"title"`
	Goal   Text   `json:"goal"`
	// Rule is the sentence to remember, and the weekly message too.
	Rule Text `json:"rule"`
	Day  int  `json:"day" doc:"The day of a class of three days"`
	// Minutes is the sum of the minutes of the sections.
	Minutes int `json:"minutes"`
	// Kinds are the kinds of exercises that the generator draws for the lesson.
	Kinds    []Kind    `json:"kinds"`
	Sections []Section `json:"sections"`
}

// Section is one part of a lesson. Its body is Markdown: paragraphs, ### headings,
// lists, tables, bold and quotes.
type Section struct {
	Key     string `json:"key" enum:"story,rule,example,game,exercises,own,notes"`
	Title   Text   `json:"title"`
	Minutes int    `json:"minutes" doc:"0 where a part takes no time of its own"`
	Body    Text   `json:"body"`
}

// headings are the sections of a lesson, in order.
var headings = []struct {
	key   string
	title Text
}{
	{"story", Text{"Cerita", "Story"}},
	{"rule", Text{"Aturan", "Rule"}},
	{"example", Text{"Contoh", "Worked example"}},
	{"game", Text{"Permainan kelompok", "Group game"}},
	{"exercises", Text{"Latihan", "Exercises"}},
	{"own", Text{"Buku sendiri", "Own book"}},
	{"notes", Text{"Catatan pelatih", "Trainer's notes"}},
}

// Lessons are the lessons in order. They are shared: whoever gets them must not
// change them.
func Lessons() []Lesson { return slices.Clone(lessons()) }

// LessonByNumber is the lesson of the number, if there is one.
func LessonByNumber(n int) (Lesson, bool) {
	for _, l := range lessons() {
		if l.Number == n {
			return l, true
		}
	}
	return Lesson{}, false
}

var lessons = sync.OnceValue(func() []Lesson {
	dir, err := fs.Sub(lessonFiles, "lessons")
	if err != nil {
		panic("training: " + err.Error())
	}
	read, err := ReadLessons(dir)
	if err != nil {
		panic("training: " + err.Error())
	}
	return read
})

// Message is what is sent to learners in one week after the workshop.
type Message struct {
	Week   int  `json:"week"`
	Lesson int  `json:"lesson"`
	Text   Text `json:"text"`
}

// weeks is how long messages follow a workshop.
const weeks = 12

// WeeklyMessages are the messages of the twelve weeks after a workshop: in week n
// the rule of lesson n. The rules of the last two lessons, of reading statements and
// of tax, are taught and not sent.
func WeeklyMessages() []Message {
	var out []Message
	for _, l := range lessons() {
		if l.Number <= weeks {
			out = append(out, Message{Week: l.Number, Lesson: l.Number, Text: l.Rule})
		}
	}
	return out
}

// ReadLessons reads all lessons of a folder: NN.id.md, NN.en.md and the first line of
// NN.workings.jsonl.
func ReadLessons(dir fs.FS) ([]Lesson, error) {
	names, err := fs.Glob(dir, "[0-9][0-9].id.md")
	if err != nil {
		return nil, err
	}
	var out []Lesson
	for _, name := range names {
		l, err := readLesson(dir, name[:2])
		if err != nil {
			return nil, fmt.Errorf("lesson %s: %w", name[:2], err)
		}
		out = append(out, l)
	}
	return out, nil
}

func readLesson(dir fs.FS, number string) (Lesson, error) {
	var l Lesson
	workings, err := fs.ReadFile(dir, number+".workings.jsonl")
	if err != nil {
		return l, err
	}
	first, _, _ := strings.Cut(string(workings), "\n")
	var about struct {
		Lesson  int    `json:"lesson"`
		Slug    string `json:"slug"`
		Day     int    `json:"day"`
		Minutes int    `json:"minutes"`
		Kinds   []Kind `json:"kinds"`
	}
	if err := json.Unmarshal([]byte(first), &about); err != nil {
		return l, fmt.Errorf("first line of the workings: %w", err)
	}
	l = Lesson{Number: about.Lesson, Slug: about.Slug, Day: about.Day, Minutes: about.Minutes, Kinds: about.Kinds}
	if n, err := strconv.Atoi(number); err != nil || n != l.Number {
		return l, fmt.Errorf("the workings are of lesson %d", l.Number)
	}
	id, err := fs.ReadFile(dir, number+".id.md")
	if err != nil {
		return l, err
	}
	en, err := fs.ReadFile(dir, number+".en.md")
	if err != nil {
		return l, err
	}
	inID, err := readPage(string(id), "id")
	if err != nil {
		return l, fmt.Errorf("id: %w", err)
	}
	inEN, err := readPage(string(en), "en")
	if err != nil {
		return l, fmt.Errorf("en: %w", err)
	}
	l.Title, l.Goal = Text{inID.title, inEN.title}, Text{inID.goal, inEN.goal}
	total := 0
	for i, h := range headings {
		if inID.minutes[i] != inEN.minutes[i] {
			return l, fmt.Errorf("%s has %d minutes in one language, %d in the other", h.key, inID.minutes[i], inEN.minutes[i])
		}
		total += inID.minutes[i]
		body := Text{inID.bodies[i], inEN.bodies[i]}
		if h.key == "rule" {
			l.Rule = body
		}
		l.Sections = append(l.Sections, Section{Key: h.key, Title: h.title, Minutes: inID.minutes[i], Body: body})
	}
	if total != l.Minutes {
		return l, fmt.Errorf("the sections take %d minutes, the lesson says %d", total, l.Minutes)
	}
	return l, nil
}

// page is a lesson in one language; minutes and bodies are in the order of headings.
type page struct {
	title, goal string
	minutes     []int
	bodies      []string
}

func readPage(text, lang string) (page, error) {
	var p page
	parts := strings.Split(strings.ReplaceAll("\n"+text, "\r\n", "\n"), "\n## ")
	title, goal, _ := strings.Cut(strings.TrimSpace(parts[0]), "\n")
	var ok bool
	if p.title, ok = strings.CutPrefix(title, "# "); !ok {
		return p, fmt.Errorf("no title")
	}
	if p.goal, ok = strings.CutPrefix(strings.TrimSpace(goal), Text{"**Tujuan:** ", "**Goal:** "}.In(lang)); !ok || strings.Contains(p.goal, "\n") {
		return p, fmt.Errorf("no goal in one line")
	}
	if len(parts)-1 != len(headings) {
		return p, fmt.Errorf("%d headings, not %d", len(parts)-1, len(headings))
	}
	for i, h := range headings {
		heading, body, _ := strings.Cut(parts[i+1], "\n")
		rest, ok := strings.CutPrefix(heading, h.title.In(lang))
		if !ok {
			return p, fmt.Errorf("heading %d is %q, not %q", i+1, heading, h.title.In(lang))
		}
		minutes, err := readMinutes(rest, lang)
		if err != nil {
			return p, fmt.Errorf("heading %q: %w", heading, err)
		}
		p.minutes = append(p.minutes, minutes)
		body = strings.TrimSpace(body)
		if body == "" {
			return p, fmt.Errorf("nothing below %q", heading)
		}
		p.bodies = append(p.bodies, body)
	}
	return p, nil
}

// readMinutes reads what follows the name of a section: " (5 menit)", or nothing.
func readMinutes(rest, lang string) (int, error) {
	if rest == "" {
		return 0, nil
	}
	inner, opened := strings.CutPrefix(rest, " (")
	inner, closed := strings.CutSuffix(inner, Text{" menit)", " minutes)"}.In(lang))
	n, err := strconv.Atoi(inner)
	if !opened || !closed || err != nil {
		return 0, fmt.Errorf("no minutes in %q", rest)
	}
	return n, nil
}
