package statement

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"
	xunicode "golang.org/x/text/encoding/unicode"

	"meridian/backend/money"
)

// The same three payments of a Korean card, as its website gives them out.
const card = "카드 이용내역,,,\r\n조회기간,2026.01.01~2026.01.31,,\r\n이용일자,가맹점명,업종,이용금액\r\n" +
	"2026.01.03,\"마트, 성수점\",식료품,\"128,400원\"\r\n2026.01.05,약국,의료,\"9,800원\"\r\n2026.01.07,마트 환불,식료품,\"-12,000원\"\r\n합계,,,\"126,200\"\r\n"

// An American account, in which money out is negative.
const account = "Date,Description,Amount,Running Balance\n01/03/2026,GROCERY STORE #12,-84.20,4915.80\n01/13/2026,PAYROLL,\"4,200.00\",\"9,115.80\"\n01/15/2026,\"RENT \"\"JAN\"\"\",\"(1,950.00)\",\"7,165.80\"\n"

// A German account: semicolons, commas, day first; money in two columns.
const konto = "Buchungstag;Datum;Details;Debit;Credit\n1;03.01.2026;Bäcker;4,20;\n2;15.01.2026;Miete;1.950,00;\n3;31.01.2026;Gehalt;;3.100,55\n"

func encoded(t *testing.T, text string, e Encoding) []byte {
	t.Helper()
	var b []byte
	var err error
	switch e {
	case CP949:
		b, err = korean.EUCKR.NewEncoder().Bytes([]byte(text))
	case UTF16LE:
		b, err = xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewEncoder().Bytes([]byte(text))
	case UTF16BE:
		b, err = xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	default:
		b = []byte("\xef\xbb\xbf" + text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// told is a row in short.
func told(r Row) string {
	s := fmt.Sprintf("%d %s %s %s", r.Line, r.Day, r.Text, r.Amount)
	if r.Incoming {
		s += " in"
	}
	if r.Wrong != "" {
		s += " wrong " + string(r.Wrong)
	}
	return s
}

func TestFilesAreRead(t *testing.T) {
	german := strings.ReplaceAll(konto, ";", "\t")
	for _, tt := range []struct {
		name     string
		text     string
		as       Encoding
		currency money.Currency
		want     []string
	}{
		{"a Korean card in UTF-8", card, UTF8, "KRW", koreanRows},
		{"a Korean card in CP949", card, CP949, "KRW", koreanRows},
		{"a Korean card in UTF-16 with a mark", card, UTF16LE, "KRW", koreanRows},
		{"a Korean card in UTF-16 without one", card, UTF16BE, "KRW", koreanRows},
		{"an American account", account, UTF8, "USD", []string{"2 2026-01-03 GROCERY STORE #12 84.2", "3 2026-01-13 PAYROLL -4200 in", `4 2026-01-15 RENT "JAN" 1950`}},
		{"a German account", konto, UTF8, "EUR", germanRows},
		{"tabs", german, UTF8, "EUR", germanRows},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table, err := Read(encoded(t, tt.text, tt.as), "", "")
			if err != nil || table.Encoding != tt.as {
				t.Fatalf("read as %s (%v)", table.Encoding, err)
			}
			rows, err := Rows(table, Guess(table, tt.currency), tt.currency)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, told(r))
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("rows\n%s\nwant\n%s\nby %+v", strings.Join(got, "\n"), strings.Join(tt.want, "\n"), Guess(table, tt.currency))
			}
		})
	}
}

var koreanRows = []string{"4 2026-01-03 마트, 성수점 128400", "5 2026-01-05 약국 9800", "6 2026-01-07 마트 환불 -12000", "7   126200 wrong date"}

var germanRows = []string{"2 2026-01-03 Bäcker 4.2", "3 2026-01-15 Miete 1950", "4 2026-01-31 Gehalt -3100.55 in"}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		text  string
		order Order
		want  string
	}{
		{"2026-03-29", YearFirst, "2026-03-29"},
		{"2026.03.29 14:05:11", YearFirst, "2026-03-29"},
		{"2026년 3월 9일", YearFirst, "2026-03-09"},
		{"20260329", YearFirst, "2026-03-29"},
		{"20260329T101500", YearFirst, "2026-03-29"},
		{"29032026", DayFirst, "2026-03-29"},
		{"03292026", MonthFirst, "2026-03-29"},
		{"29/03/26", DayFirst, "2026-03-29"},
		{"3/29/2026", MonthFirst, "2026-03-29"},
		{"29 Mar 2026", DayFirst, "2026-03-29"},
		{"Mar 29, 2026", MonthFirst, "2026-03-29"},
		{"March 29th 2026", MonthFirst, "2026-03-29"},
		{"2026-02-30", YearFirst, ""},
		{"13/13/2026", DayFirst, ""},
		{"합계", YearFirst, ""},
		{"0000-01-01", YearFirst, ""},
	} {
		if got, _ := dayIn(tt.text, tt.order); got != tt.want {
			t.Errorf("%s as %s: %q, want %q", tt.text, tt.order, got, tt.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		text string
		mark Mark
		want string
	}{
		{"1,234.50", Point, "1234.5"},
		{"1.234,50", Comma, "1234.5"},
		{"(12.00)", Point, "-12"},
		{"12.00-", Point, "-12"},
		{"−12", Point, "-12"},
		{"₩128,400", Point, "128400"},
		{"128,400원", Point, "128400"},
		{"USD 0.50", Point, "0.5"},
		{"1 234,5", Comma, "1234.5"},
		{"1'234.50", Point, "1234.5"},
		{"-0.00", Point, "0"},
		{"--5", Point, ""},
		{"1.2.3", Point, ""},
		{"(5", Point, ""},
		{"12 items", Point, ""},
		{"", Point, ""},
	} {
		if got, _ := decimalIn(tt.text, tt.mark); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestAmountsAreNeverRounded(t *testing.T) {
	table, err := Read([]byte("date,text,amount\n2026-01-01,a,0.5\n2026-01-02,b,99999999999999999999\n"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Rows(table, Guess(table, "KRW"), "KRW")
	if err != nil || rows[0].Wrong != TooFine || rows[1].Wrong != WrongAmount {
		t.Errorf("%v (%v)", rows, err)
	}
}

func TestWhatIsNoStatement(t *testing.T) {
	for _, tt := range []struct {
		name  string
		bytes []byte
		want  error
	}{
		{"nothing", nil, NoText},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01\x02\x03\x04\x05\x06\x07"), NoText},
		{"only spaces", []byte("\n\n , ,\n"), NoRows},
		{"more bytes than a statement has", make([]byte, Largest+1), TooLarge},
		{"more rows than a statement has", []byte(strings.Repeat("a,b\n", mostRows+1)), TooLarge},
	} {
		if _, err := Read(tt.bytes, "", ""); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestALayoutMustFit(t *testing.T) {
	table, err := Read([]byte(account), "", "")
	if err != nil {
		t.Fatal(err)
	}
	good := Guess(table, "USD")
	for name, spoil := range map[string]func(*Layout){
		"no date":              func(l *Layout) { l.Date = None },
		"no amount":            func(l *Layout) { l.Amount, l.Out = None, None },
		"a column too far":     func(l *Layout) { l.Date = 4 },
		"a column far too far": func(l *Layout) { l.Text = 1 << 30 },
		"an unknown order":     func(l *Layout) { l.Order = "ydm" },
		"a head beyond":        func(l *Layout) { l.Head = len(table.Rows) },
		"no mark":              func(l *Layout) { l.Mark = "" },
	} {
		l := good
		spoil(&l)
		if _, err := Rows(table, l, "USD"); !errors.Is(err, BadLayout) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{card, account, konto, "\xff\xfea", "a\"b\",\n\"", "2026-01-01,1\n"} {
		f.Add([]byte(text), "USD")
	}
	f.Fuzz(func(t *testing.T, b []byte, currency string) {
		table, err := Read(b, "", "")
		if err != nil {
			return
		}
		c := money.Currency(currency)
		layout := Guess(table, c)
		rows, err := Rows(table, layout, c)
		if err != nil {
			return
		}
		for _, r := range rows {
			if r.Line < 1 || r.Line > len(table.Rows) {
				t.Fatalf("line %d of %d", r.Line, len(table.Rows))
			}
			if r.Wrong == "" && (len(r.Day) != 10 || r.Amount.Currency != c) {
				t.Fatalf("row %+v", r)
			}
		}
	})
}
