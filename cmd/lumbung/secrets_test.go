package main

import (
	"strings"
	"testing"
)

func TestTokensThatCanBeGuessed(t *testing.T) {
	for token, why := range map[string]string{
		"":                                 "shorter",
		"Xo3vQ81mKz7bTq5wLc92-jRdy4a-9Gh":  "shorter", // 31
		"Xo3vQ81mKz7bTq5wLc92-jRdy4a-9Ghj": "",
		newToken():                         "",
		"0f6e9653026c96872dd87551b1cce3b773a12b378026296bc1176ebed1c4146d": "",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":                             "different signs",
		"abcabcabcabcabcabcabcabcabcabcabcabc":                             "different signs",
		"operator-lumbung-rahasia-password":                                "common words",
		"password123-password123-password123":                              "again and again",
		"secret-operator-token-12345-changeme":                             "common words",
		"0123456789abcdef0123456789abcdef":                                 "again and again",
	} {
		err := checkToken(token)
		if (err == nil) != (why == "") {
			t.Errorf("%q: %v", token, err)
		}
		if err != nil && (!strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "--operator-token-file=") || len(token) > 0 && strings.Contains(err.Error(), token)) {
			t.Errorf("%q: it says %v, want %q", token, err, why)
		}
	}
}
