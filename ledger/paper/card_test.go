package paper

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

func someCard() Card {
	return Card{
		Title: "KARTU MASUK", Name: "Siti Aminah", Of: "Kelompok Melati",
		Code: "LUMBUNG1" + strings.Repeat("-A2B3", 14),
		Help: []string{"Tunjukkan kode ini ke kamera untuk masuk.", "Simpan seperti uang."}, Small: []string{"Show this code to the camera to sign in."},
	}
}

// drawn is the page of a card as the printer is told to draw it.
func drawn(t *testing.T, c Card) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCard(&b, c); err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	for rest := b.Bytes(); ; {
		_, after, found := bytes.Cut(rest, []byte("stream\n"))
		if !found {
			return page.String()
		}
		rest = after
		packed, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue
		}
		plain, err := io.ReadAll(packed)
		if err != nil {
			t.Fatal(err)
		}
		page.Write(plain)
	}
}

func TestTheSameCardIsTheSameBytes(t *testing.T) {
	var first, second bytes.Buffer
	if err := errors.Join(WriteCard(&first, someCard()), WriteCard(&second, someCard())); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two different files of one card")
	}
	if !bytes.HasPrefix(first.Bytes(), []byte("%PDF-")) || first.Len() > 100_000 {
		t.Errorf("%d bytes that begin with %.8q", first.Len(), first.Bytes())
	}
	if n := bytes.Count(first.Bytes(), []byte("/Type /Page\n")); n != 1 {
		t.Errorf("%d pages", n)
	}
}

func TestACardShowsWhoseItIsAndWhatToType(t *testing.T) {
	page := drawn(t, someCard())
	for _, text := range []string{"KARTU MASUK", "Siti Aminah", "Kelompok Melati", "Simpan seperti uang.", "Show this code", "LUMBUNG1 A2B3"} {
		if !strings.Contains(page, "("+text) && !strings.Contains(page, text) {
			t.Errorf("the card does not say %q", text)
		}
	}
	if n := strings.Count(page, "A2B3"); n != 14 {
		t.Errorf("%d of the 14 groups can be typed", n)
	}
}

// bar is a filled rectangle, in points.
var bar = regexp.MustCompile(`(?m)^(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re f$`)

// The bars on the page are the modules of the QR code, no more and no less: what the
// camera sees is what the code holds.
func TestTheQRCodeIsDrawnModuleByModule(t *testing.T) {
	c := someCard()
	want, err := qr.Encode(c.Code, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	const point = 72 / 25.4
	module := codeSize / float64(want.Size+2*quietZone) * point
	left, top := -1.0, -1.0
	black := map[[2]int]bool{}
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for i, m := range bar.FindAllStringSubmatch(drawn(t, c), -1) {
		x, y, w := number(m[1]), number(m[2]), number(m[3])
		if i == 0 { // the corner of a QR code is black
			left, top = x, y
		}
		row, from, n := round((top-y)/module), round((x-left)/module), round(w/module)
		for k := range n {
			black[[2]int{from + k, row}] = true
		}
	}
	for y := range want.Size {
		for x := range want.Size {
			if black[[2]int{x, y}] != want.Black(x, y) {
				t.Fatalf("module %d,%d is drawn %v", x, y, black[[2]int{x, y}])
			}
			delete(black, [2]int{x, y})
		}
	}
	if len(black) > 0 {
		t.Errorf("%d modules are drawn outside the code", len(black))
	}
	if size := codeSize / float64(want.Size+2*quietZone); size < 0.7 {
		t.Errorf("a module of %.2f mm is too small for an old phone's camera", size)
	}
}

func round(f float64) int { return int(f + 0.5) }

func TestLongNamesStayOnTheCard(t *testing.T) {
	c := someCard()
	c.Name, c.Of = strings.Repeat("Sitti Nurhaliza ", 20), strings.Repeat("W", 300)
	page := drawn(t, c)
	if strings.Count(page, "Sitti") >= 20 || strings.Contains(page, strings.Repeat("W", 100)) {
		t.Error("what is too long runs over the edge")
	}
	if !strings.Contains(page, "Sitti Nurhaliza") {
		t.Error("nothing is left of a long name")
	}
}

func TestOddNamesDoNotBreakACard(t *testing.T) {
	for _, name := range []string{"", "Zoë (Ketua)", "a\\b", "李美玲", "x\ny", "\xff"} {
		c := someCard()
		c.Name = name
		if page := drawn(t, c); !strings.Contains(page, "Kelompok Melati") {
			t.Errorf("%q breaks the card", name)
		}
	}
}

func TestACodeThatIsTooLongIsRefused(t *testing.T) {
	c := someCard()
	c.Code = strings.Repeat("A", 10_000)
	if err := WriteCard(io.Discard, c); err == nil {
		t.Error("it was drawn")
	}
}
