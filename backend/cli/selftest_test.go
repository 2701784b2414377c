package cli

import (
	"bytes"
	"strings"
	"testing"
)

func TestTheSelfTestListsEveryAnswer(t *testing.T) {
	for locale, words := range map[string][]string{"en": {"right", "10.4506", "20820"}, "ko": {"맞음", "콜옵션"}} {
		var out, errs bytes.Buffer
		if code := Main(t.Context(), []string{"selftest"}, nil, &out, &errs, Program{Name: "m", Locale: locale}); code != exitOK {
			t.Errorf("code %d: %s%s", code, out.String(), errs.String())
		}
		for _, word := range words {
			if !strings.Contains(out.String(), word) {
				t.Errorf("%s: %q is not in\n%s", locale, word, out.String())
			}
		}
	}
}
