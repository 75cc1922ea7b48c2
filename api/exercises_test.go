package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/training"
)

// asJSON is a value as a client writes it.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestASheetIsDrawnAndItsAnswersAreJudged(t *testing.T) {
	h := lone(t)
	for lesson := 1; lesson <= 14; lesson++ {
		for level := 0; level <= 4; level++ {
			a := h.ok("POST", "/v1/exercises", fmt.Sprintf(`{"lesson":%d,"level":%d,"seed":"MELATI-%d-7-1"}`, lesson, level, lesson))
			for _, word := range []string{`"planted"`, `"wrong_paths":[{`, `"right":true`} {
				if level > 0 && strings.Contains(a.body, word) { // level 0 shows the whole example
					t.Errorf("lesson %d, level %d shows %s", lesson, level, word)
				}
			}
			for i := range a.at("exercises").([]any) {
				if level == 0 && strings.Contains(fmt.Sprint(a.at(fmt.Sprintf("exercises.%d.why", i))), "right:true") {
					t.Errorf("lesson %d tells which rule it follows", lesson)
				}
			}
			for i := range a.at("exercises").([]any) {
				id := a.at(fmt.Sprintf("exercises.%d.id", i)).(string)
				x, err := training.ExerciseByID(id)
				if err != nil || x.Story.ID != a.at(fmt.Sprintf("exercises.%d.story.id", i)) {
					t.Fatalf("%s is another exercise: %v", id, err)
				}
				r := h.ok("POST", "/v1/exercises/"+id+"/answers", asJSON(t, x.Solution()), "Accept-Language", "en")
				says(t, r, "score", "100", "primary", "null", "verdict", "right")
			}
		}
	}
}

func TestAMistakeIsAnsweredWithItsOneSentence(t *testing.T) {
	h := lone(t)
	x, err := training.ExerciseByID("5.4.3.seed")
	if err != nil || x.Form == nil {
		t.Fatal(err, x)
	}
	wrong := strings.ReplaceAll(asJSON(t, x.Solution()), "2201", "4101")
	a := h.ok("POST", "/v1/exercises/"+x.ID+"/answers", wrong)
	says(t, a, "score", "50", "primary", "E06", "sentence", "Pinjaman harus dikembalikan, bukan penjualan.", "verdict", "almost")
}

func TestASeedMayBeANumber(t *testing.T) {
	h := lone(t)
	one := h.ok("POST", "/v1/exercises", `{"lesson":2,"level":3,"seed":42}`)
	two := h.ok("POST", "/v1/exercises", `{"lesson":2,"level":3,"seed":"42"}`)
	if one.body != two.body || one.at("seed") != "42" {
		t.Errorf("42 and \"42\" are two sheets:\n%s\n%s", one.body, two.body)
	}
}

func TestExercisesAreRefusedWithTheirField(t *testing.T) {
	h := lone(t)
	num := training.Num
	id := ""
	for place := 1; id == ""; place++ {
		if x, err := training.ExerciseByID(fmt.Sprintf("1.3.%d.a", place)); err == nil && x.Kind == num {
			id = x.ID
		}
	}
	for _, x := range []struct {
		path, body string
		status     int
		problem    string
	}{
		{"", `{"lesson":15,"level":1,"seed":"a"}`, 404, "lesson:unknown_lesson"},
		{"", `{"lesson":1,"level":5,"seed":"a"}`, 422, "level:unknown_level"},
		{"", `{"lesson":1,"level":1,"seed":"a b"}`, 422, "seed:invalid_seed"},
		{"", `{"lesson":1,"level":1,"seed":true}`, 422, "seed:invalid_seed"},
		{"", `{"lesson":1,"level":1}`, 422, "seed:required"},
		{"", `{"lesson":1,"level":1,"seed":"a","x":1}`, 422, "x:unknown_field"},
		{"/9.9.9.9/answers", `{"number":1}`, 404, "unknown_exercise"},
		{"/" + id + "/answers", `{}`, 422, "number:answer_missing"},
		{"/" + id + "/answers", `{"number":"1,5jt"}`, 422, "number:invalid_amount"},
	} {
		h.refused(x.status, x.problem, "POST", "/v1/exercises"+x.path, x.body)
	}
	for path, problem := range map[string]string{
		"/v1/lessons/99/pack": "lesson:unknown_lesson", "/v1/lessons/99/sheet": "lesson:unknown_lesson", "/v1/lessons/99/gift": "lesson:unknown_lesson",
	} {
		h.refused(404, problem, "GET", path, "")
	}
	h.refused(422, "seed:invalid_seed", "GET", "/v1/lessons/1/sheet?seed=a.b", "")
}

func TestAPackHoldsALessonForAPhoneWithoutASignal(t *testing.T) {
	h := lone(t)
	a := h.ok("GET", "/v1/lessons/4/pack?seed=MELATI-4-7&attempts=2", "")
	if n := len(a.at("sheets").([]any)); n != 10 || a.at("lesson.number") == nil {
		t.Fatalf("%d sheets", n)
	}
	// The sheets are those that are drawn one by one, with their solutions.
	want, err := training.Sheet(4, 2, "MELATI-4-7-1")
	if err != nil || a.at("sheets.4.seed") != "MELATI-4-7-1" {
		t.Fatal(err, a.at("sheets.4.seed"))
	}
	if !strings.Contains(a.body, asJSON(t, want[0].Story)) || !strings.Contains(a.body, `"planted"`) {
		t.Error("the pack has other exercises, or no solutions")
	}
	if len(a.body) > 400_000 {
		t.Errorf("a pack of %d bytes", len(a.body))
	}
}

func TestPapersOfALesson(t *testing.T) {
	h := lone(t)
	for _, path := range []string{"/v1/lessons/6/sheet?level=3&seed=A-6-1-1", "/v1/lessons/6/key?level=3&seed=A-6-1-1", "/v1/cash-book-page"} {
		a := h.ok("GET", path, "", "Accept-Language", "en")
		if !strings.HasPrefix(a.body, "%PDF-") || a.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("%s answers %q of type %s", path, a.body[:min(len(a.body), 20)], a.header.Get("Content-Type"))
		}
		if again := h.ok("GET", path, "", "Accept-Language", "en"); again.body != a.body {
			t.Errorf("%s is another file each time", path)
		}
	}
	a := h.ok("GET", "/v1/lessons/7/gift?sheets=2", "")
	if !strings.HasPrefix(a.body, "// Buku Usaha Ibu") || !strings.Contains(a.body, "{#\n\t=%100%") || !strings.Contains(a.body, "~%40%") {
		t.Errorf("no question bank: %s", a.body[:min(len(a.body), 600)])
	}
}
