package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"

	corev1 "k8s.io/api/core/v1"
)

var leaderScenes = []scene{{"leaders", playLeaders}}

func playLeaders(s *stage) {
	broadcaster := record.NewBroadcaster()
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: s.typed.CoreV1().Events(s.namespace)})
	var running sync.WaitGroup
	elector := func(ctx context.Context, name string, started chan<- string) {
		recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: name})
		lock, err := resourcelock.New(resourcelock.LeasesResourceLock, s.namespace, "lock", s.typed.CoreV1(), s.typed.CoordinationV1(), resourcelock.ResourceLockConfig{Identity: name, EventRecorder: recorder})
		must(err)
		running.Add(1)
		go func() {
			defer running.Done()
			leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
				Lock: lock, ReleaseOnCancel: true, LeaseDuration: 3 * time.Second, RenewDeadline: 2 * time.Second, RetryPeriod: 200 * time.Millisecond,
				Callbacks: leaderelection.LeaderCallbacks{OnStartedLeading: func(context.Context) { started <- name }, OnStoppedLeading: func() {}},
			})
		}()
	}
	tell := func() {
		lease, err := s.typed.CoordinationV1().Leases(s.namespace).Get(s, "lock", metav1.GetOptions{})
		must(err)
		s.line("held by %q for %ds, transitions %d, renewed %v", *lease.Spec.HolderIdentity, *lease.Spec.LeaseDurationSeconds, *lease.Spec.LeaseTransitions, lease.Spec.RenewTime != nil)
	}
	started := make(chan string)
	first, endFirst := context.WithCancel(s)
	elector(first, "first", started)
	s.line("leads %s", <-started)
	tell()
	second, endSecond := context.WithCancel(s)
	elector(second, "second", started)
	time.Sleep(500 * time.Millisecond)
	tell()
	endFirst()
	s.line("leads %s", <-started)
	tell()
	endSecond()
	running.Wait()
	tell()
	s.until("events", func() bool {
		found, err := s.typed.CoreV1().Events(s.namespace).List(s, metav1.ListOptions{FieldSelector: "reason=LeaderElection"})
		return err == nil && len(found.Items) == 4
	})
	found, err := s.typed.CoreV1().Events(s.namespace).List(s, metav1.ListOptions{})
	must(err)
	lines := map[string]bool{}
	for _, one := range found.Items {
		lines[fmt.Sprintf("%s %s/%s %s", one.Source.Component, one.InvolvedObject.APIVersion, one.InvolvedObject.Kind, one.Message)] = true
	}
	s.line("%s", asText(lines))
}
