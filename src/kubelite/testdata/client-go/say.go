package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Lines of a scene, without what differs between runs.
type say struct {
	scene     string
	namespace string
}

var (
	printing sync.Mutex
	replaced = []struct {
		found *regexp.Regexp
		word  string
	}{
		{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "UID"},
		{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`), "TIME"},
		{regexp.MustCompile(`"resourceVersion":"\d+"`), `"resourceVersion":"VERSION"`},
		{regexp.MustCompile(`(resource ?[vV]ersion:? ?|current: |in record \(|too old resource version: \d+ \()\d+`), "${1}VERSION"},
		{regexp.MustCompile(`https://[\w.:\[\]]+`), "SERVER"},
		{regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`), "IP"},
		{regexp.MustCompile(`kube-api-access-\w{5}`), "kube-api-access-RANDOM"},
		{regexp.MustCompile(`web-\w{8,10}-\w{5}`), "POD"},
		{regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+`), "TOKEN"},
	}
)

func (s say) line(format string, values ...any) {
	text := fmt.Sprintf(format, values...)
	for _, one := range replaced {
		text = one.found.ReplaceAllString(text, one.word)
	}
	printing.Lock()
	defer printing.Unlock()
	fmt.Printf("%s: %s\n", s.scene, strings.ReplaceAll(text, "\n", "\\n"))
}

// The object as JSON; managers of the fields in the order of their text.
func (s say) object(what string, object any) {
	bytes, err := json.Marshal(object)
	must(err)
	var value map[string]any
	must(json.Unmarshal(bytes, &value))
	if metadata, ok := value["metadata"].(map[string]any); ok {
		if owners, ok := metadata["managedFields"].([]any); ok {
			sort.Slice(owners, func(a, b int) bool { return asText(owners[a]) < asText(owners[b]) })
		}
	}
	s.line("%s %s", what, asText(value))
}

func asText(value any) string {
	bytes, err := json.Marshal(value)
	must(err)
	return string(bytes)
}

// The outcome of a call: what client-go makes of the answer's Status.
func (s say) outcome(what string, err error) {
	if err == nil {
		s.line("%s: done", what)
		return
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		s.line("%s: %v", what, err)
		return
	}
	s.line("%s: %v | %s", what, err, asText(status.Status()))
}
