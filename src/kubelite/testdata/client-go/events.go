package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/record"
)

var eventScenes = []scene{{"events", playEvents}, {"new-events", playNewEvents}}

func playEvents(s *stage) {
	made, err := s.typed.CoreV1().ConfigMaps(s.namespace).Create(s, configMap("about", nil), metav1.CreateOptions{})
	must(err)
	broadcaster := record.NewBroadcaster()
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: s.typed.CoreV1().Events(s.namespace)})
	recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "clients", Host: "here"})
	for index := range 15 {
		recorder.Eventf(made, corev1.EventTypeNormal, "Similar", "number %d", index)
	}
	for range 4 {
		recorder.Event(made, corev1.EventTypeWarning, "Same", "again and again")
	}
	recorder.AnnotatedEventf(made, map[string]string{"a": "b"}, corev1.EventTypeNormal, "Noted", "with %s", "annotations")
	list := func() []corev1.Event {
		found, err := s.typed.CoreV1().Events(s.namespace).List(s, metav1.ListOptions{FieldSelector: "involvedObject.name=about"})
		must(err)
		return found.Items
	}
	s.until("events", func() bool {
		counts := 0
		for _, one := range list() {
			counts += int(one.Count)
		}
		return counts == 20
	})
	lines := []string{}
	for _, one := range list() {
		lines = append(lines, fmt.Sprintf("%s %s %s ×%d %v %v %v %s", one.Type, one.Reason, one.Message, one.Count, one.Annotations, one.Source, one.ReportingController, strings.Split(one.Name, ".")[0]))
	}
	sort.Strings(lines)
	for _, line := range lines {
		s.line("%s", line)
	}
	for _, selector := range []string{"type=Warning", "reason=Noted", "involvedObject.kind=ConfigMap,type!=Normal", "source=clients", "reportingComponent=clients", "nonsense=x"} {
		found, err := s.typed.CoreV1().Events(s.namespace).List(s, metav1.ListOptions{FieldSelector: selector})
		s.outcome(selector, err)
		if err == nil {
			s.line("%s: %d", selector, len(found.Items))
		}
	}
	broadcaster.Shutdown()
}

func playNewEvents(s *stage) {
	made, err := s.typed.CoreV1().ConfigMaps(s.namespace).Create(s, configMap("about", nil), metav1.CreateOptions{})
	must(err)
	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: s.typed.EventsV1()})
	must(broadcaster.StartRecordingToSinkWithContext(s))
	recorder := broadcaster.NewRecorder(scheme.Scheme, "clients.example.org")
	for range 3 {
		recorder.Eventf(made, nil, corev1.EventTypeNormal, "Same", "Testing", "a series")
		time.Sleep(50 * time.Millisecond)
	}
	s.until("a series", func() bool {
		found, err := s.typed.EventsV1().Events(s.namespace).List(s, metav1.ListOptions{})
		return err == nil && len(found.Items) == 1 && found.Items[0].Series != nil
	})
	found, err := s.typed.EventsV1().Events(s.namespace).List(s, metav1.ListOptions{FieldSelector: "regarding.name=about"})
	s.outcome("list", err)
	for _, one := range found.Items {
		s.line("%s %s %s %s %d %s", one.Reason, one.Action, one.Note, one.ReportingController, one.Series.Count, one.Regarding.Kind)
	}
	old, err := s.typed.CoreV1().Events(s.namespace).List(s, metav1.ListOptions{})
	must(err)
	for _, one := range old.Items {
		s.line("%s %s %s %s %d %d", one.Reason, one.Action, one.Message, one.ReportingController, one.Series.Count, one.Count)
	}
	_, err = s.typed.EventsV1().Events(s.namespace).Create(s, &eventsv1.Event{ObjectMeta: metav1.ObjectMeta{Name: "bare"}}, metav1.CreateOptions{})
	s.outcome("bare", err)
	_, err = s.typed.CoreV1().Events(s.namespace).Create(s, &corev1.Event{ObjectMeta: metav1.ObjectMeta{Name: "bare"}, InvolvedObject: corev1.ObjectReference{Namespace: "elsewhere"}}, metav1.CreateOptions{})
	s.outcome("elsewhere", err)
}
