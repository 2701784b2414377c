package main

import (
	"reflect"
	"testing"

	"meridian/backend/settings"
)

func TestEveryWordIsSaidInBothLanguages(t *testing.T) {
	for locale, said := range map[settings.Locale]words{settings.English: wordsFor(settings.English), settings.Korean: wordsFor(settings.Korean)} {
		fields := reflect.ValueOf(said)
		for i := range fields.NumField() {
			if fields.Field(i).String() == "" {
				t.Errorf("%s: %s is missing", locale, fields.Type().Field(i).Name)
			}
		}
	}
}
