package training

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// giftSigns are the signs that mean something in GIFT, with what stands for them in a
// text.
var giftSigns = strings.NewReplacer(`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, "\n", `\n`)

// WriteGIFT writes the PICK and NUM exercises of a lesson for so many seeds as a
// question bank in GIFT, which Moodle and others read. A known wrong path earns what
// the grader gives it and answers with its sentence. GIFT has no question for an
// entry, so the other kinds are left out.
func WriteGIFT(w io.Writer, lesson int, seed string, sheets int, lang string) error {
	b := bufio.NewWriter(w)
	for n := 1; n <= sheets; n++ {
		sheet, err := Sheet(lesson, LastLevel, AttemptSeed(seed, n))
		if err != nil {
			return err
		}
		if n == 1 {
			// Kept by bufio: an error of the writer comes back from Flush.
			_, _ = fmt.Fprintf(b, "// Buku Usaha Ibu: %s\n\n$CATEGORY: Buku Usaha Ibu/%d\n\n", lessonOf(lesson).Title.In(lang), lesson)
		}
		for _, x := range sheet {
			if text := x.gift(lang); text != "" {
				_, _ = b.WriteString(text)
			}
		}
	}
	return b.Flush()
}

func (x Exercise) gift(lang string) string {
	var answers []string
	switch {
	case x.Pick != nil:
		for _, o := range x.Pick.Options {
			switch text := giftSigns.Replace(o.Text.In(lang)); {
			case o.Right:
				answers = append(answers, "\t="+text)
			case o.Code != "":
				said := o.Sentence.In(lang)
				if said == "" {
					said = grade.Sentence(o.Code, lang)
				}
				answers = append(answers, "\t~%40%"+text+giftFeedback(said))
			default:
				answers = append(answers, "\t~"+text+giftFeedback(o.Sentence.In(lang)))
			}
		}
	case x.Num != nil && len(x.Num.Notes) == 0: // a picture of notes cannot be sent along
		answers = append(answers, "\t=%100%"+x.Num.Expected.String()+":0")
		for _, p := range x.Num.Wrong {
			answers = append(answers, "\t=%40%"+p.Value.String()+":0"+giftFeedback(grade.Sentence(p.Code, lang)))
		}
	default:
		return ""
	}
	open := "{"
	if x.Num != nil {
		open = "{#"
	}
	return fmt.Sprintf("::%s:: %s %s %s\n%s\n}\n\n", giftSigns.Replace(x.ID), giftSigns.Replace(x.Story.In(lang)), giftSigns.Replace(x.Ask.In(lang)), open, strings.Join(answers, "\n"))
}

func giftFeedback(sentence string) string {
	if sentence == "" {
		return ""
	}
	return "#" + giftSigns.Replace(sentence)
}
