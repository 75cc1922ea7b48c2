package api

import (
	"fmt"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/training"
)

func TestLessons(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		t.Run("the list has all of them, in order", func(t *testing.T) {
			a := h.get("/v1/lessons")
			all := training.Lessons()
			if n := len(a.at("items").([]any)); n != len(all) {
				t.Fatalf("%d lessons, not %d", n, len(all))
			}
			for i, l := range all {
				if got := a.at(fmt.Sprintf("items.%d.rule.id", i)); got != l.Rule.ID {
					t.Errorf("the rule of lesson %d is %v", l.Number, got)
				}
			}
			if a.at("next_cursor") != nil {
				t.Error("there is another page")
			}
		})
		t.Run("page by page", func(t *testing.T) {
			first := h.get("/v1/lessons?limit=5")
			second := h.get(fmt.Sprintf("/v1/lessons?limit=5&cursor=%v", first.at("next_cursor")))
			if got := fmt.Sprint(second.at("items.0.number")); got != "6" {
				t.Errorf("the second page begins with lesson %s", got)
			}
		})
		t.Run("a lesson has its text in both languages", func(t *testing.T) {
			a := h.get("/v1/lessons/1")
			for path, want := range map[string]string{
				"slug": "dua-dompet", "title.id": "Dua dompet", "title.en": "Two purses", "sections.0.key": "story", "sections.0.title.en": "Story",
				"rule.id": "Uang jualan masuk dompet usaha; untuk rumah, ambil dan catat.", "sections.6.key": "notes",
			} {
				if got := a.at(path); got != want {
					t.Errorf("%s is %v, not %q", path, got, want)
				}
			}
			l, _ := training.LessonByNumber(1)
			if got := a.at("sections.2.body.en"); got != l.Sections[2].Body.EN {
				t.Errorf("the worked example is %v", got)
			}
		})
		t.Run("there are no others", func(t *testing.T) {
			for _, number := range []string{"0", "15", "-1"} {
				h.refused(404, "lesson:unknown_lesson", "GET", "/v1/lessons/"+number, "")
			}
			if a := h.do("GET", "/v1/lessons/satu", ""); a.status != 422 {
				t.Errorf("a lesson that is no number is answered %d %s", a.status, a.body)
			}
			h.refused(422, "cursor:invalid_cursor", "GET", "/v1/lessons?cursor=x", "")
			h.refused(422, "cursor:invalid_cursor", "GET", "/v1/lessons?cursor="+encodeCursor("lessons", "satu"), "")
		})
	})
}
