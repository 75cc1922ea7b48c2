package paper

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// readLines reads text into lines without their ends. It refuses lines over
// 64 KiB with journal_line_too_long, bytes that are not UTF-8 with
// journal_not_utf8 and control characters, except the kinds of white space, with
// journal_control_character. A byte order mark in front is dropped.
func readLines(r io.Reader, file string) ([]string, error) {
	buf := bufio.NewReaderSize(r, maxLine+2)
	var lines []string
	for {
		raw, err := buf.ReadSlice('\n')
		at := Place{file, len(lines) + 1}
		text := strings.TrimSuffix(strings.TrimSuffix(string(raw), "\n"), "\r")
		if errors.Is(err, bufio.ErrBufferFull) || len(text) > maxLine {
			return nil, refuse(at, "journal_line_too_long", "max", strconv.Itoa(maxLine))
		}
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("paper: reading a journal: %w", err)
		}
		if err == io.EOF && text == "" {
			return lines, nil
		}
		if len(lines) == 0 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if !utf8.ValidString(text) {
			return nil, refuse(at, "journal_not_utf8")
		}
		if strings.ContainsFunc(text, isForbidden) {
			return nil, refuse(at, "journal_control_character")
		}
		lines = append(lines, text)
		if err == io.EOF {
			return lines, nil
		}
	}
}

// refuse builds the error all refusals of a journal are.
func refuse(at Place, code string, params ...string) *ledger.Error {
	params = append(params, "line", strconv.Itoa(at.Line))
	if at.File != "" {
		params = append(params, "file", at.File)
	}
	return ledger.E(ledger.Invalid, code, "", params...)
}

// isForbidden tells the ASCII control characters that are no white space.
func isForbidden(c rune) bool {
	return (c < ' ' || c == 0x7f) && !isSpace(c)
}

// isSpace tells the characters hledger takes for white space within a line.
func isSpace(c rune) bool {
	return c == ' ' || c >= '\t' && c <= '\r' || c > 0x7f && unicode.Is(unicode.Zs, c)
}

func trim(s string) string      { return strings.TrimFunc(s, isSpace) }
func trimLeft(s string) string  { return strings.TrimLeftFunc(s, isSpace) }
func trimRight(s string) string { return strings.TrimRightFunc(s, isSpace) }

// indented reports whether a line begins with white space.
func indented(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return isSpace(c)
}

// digits splits s behind its leading ASCII digits.
func digits(s string) (number, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}
