package main

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

var watchScenes = []scene{
	{"watch-forms", playWatchForms}, {"watch-list", playWatchList}, {"watch-expiry", playExpiry},
	{"watch-tools", playWatchTools}, {"watch-end", playWatchEnd},
}

func (s *stage) next(source watch.Interface) watch.Event {
	select {
	case event, ok := <-source.ResultChan():
		if !ok {
			return watch.Event{Type: "CLOSED"}
		}
		return event
	case <-time.After(20 * time.Second):
		panic("waited in vain for an event")
	}
}

func (s *stage) tellEvent(what string, event watch.Event) {
	if event.Object == nil {
		s.line("%s %s", what, event.Type)
		return
	}
	s.object(what+" "+string(event.Type), event.Object)
}

func playWatchForms(s *stage) {
	twoMaps(s)
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	list, err := maps.List(s, metav1.ListOptions{LabelSelector: "set=x"})
	must(err)
	for _, version := range []string{"", "0", list.ResourceVersion} {
		source, err := maps.Watch(s, metav1.ListOptions{ResourceVersion: version, LabelSelector: "set=x"})
		must(err)
		if version != list.ResourceVersion {
			s.tellEvent("initial", s.next(source))
			s.tellEvent("initial", s.next(source))
		}
		one, err := maps.Get(s, "one", metav1.GetOptions{})
		must(err)
		one.Data["k"] += "+"
		_, err = maps.Update(s, one, metav1.UpdateOptions{FieldManager: "clients"})
		must(err)
		s.tellEvent("later", s.next(source))
		source.Stop()
	}
	source, err := maps.Watch(s, metav1.ListOptions{FieldSelector: fields.OneTermEqualSelector("metadata.name", "two").String(), ResourceVersion: list.ResourceVersion})
	must(err)
	must(maps.Delete(s, "two", metav1.DeleteOptions{}))
	s.tellEvent("gone", s.next(source))
	_, err = maps.Watch(s, metav1.ListOptions{FieldSelector: "data.k=v"})
	s.outcome("unknown field", err)
	_, err = maps.Watch(s, metav1.ListOptions{ResourceVersion: "abc"})
	s.outcome("wrong version", err)
}

func playWatchList(s *stage) {
	twoMaps(s)
	yes := true
	ask := func(options metav1.ListOptions) (watch.Interface, error) {
		options.SendInitialEvents, options.AllowWatchBookmarks, options.LabelSelector = &yes, true, "set=x"
		return s.typed.CoreV1().ConfigMaps(s.namespace).Watch(s, options)
	}
	for _, version := range []string{"", "0"} {
		source, err := ask(metav1.ListOptions{ResourceVersion: version, ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan})
		must(err)
		for range 2 {
			s.tellEvent("initial", s.next(source))
		}
		event := s.next(source)
		accessor, err := meta.Accessor(event.Object)
		must(err)
		s.line("then %s %v, has version %v", event.Type, accessor.GetAnnotations(), accessor.GetResourceVersion() != "")
		source.Stop()
	}
	_, err := ask(metav1.ListOptions{})
	s.outcome("without match", err)
	_, err = s.typed.CoreV1().ConfigMaps(s.namespace).Watch(s, metav1.ListOptions{ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan})
	s.outcome("without initial events", err)
	_, err = s.typed.CoreV1().ConfigMaps(s.namespace).Watch(s, metav1.ListOptions{SendInitialEvents: &yes, ResourceVersionMatch: metav1.ResourceVersionMatchExact})
	s.outcome("exact", err)
}

// A reflector whose first watch starts from a version that is gone lists again.
func playExpiry(s *stage) {
	twoMaps(s)
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	// So much happens that a server may forget the first version; how much it keeps is its own matter.
	var busy sync.WaitGroup
	for range 6 {
		busy.Go(func() {
			for index := range 750 {
				_, err := maps.Patch(s, "one", types.MergePatchType, fmt.Appendf(nil, `{"data":{"k":"%d"}}`, index), metav1.PatchOptions{})
				if err != nil && !apierrors.IsConflict(err) {
					panic(err)
				}
			}
		})
	}
	busy.Wait()
	var lists, watches atomic.Int32
	informer := cache.NewSharedIndexInformer(&cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			lists.Add(1)
			return maps.List(ctx, options)
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			if options.SendInitialEvents == nil && watches.Add(1) == 1 {
				options.ResourceVersion = "1"
			}
			return maps.Watch(ctx, options)
		},
	}, &corev1.ConfigMap{}, 0, cache.Indexers{})
	seen := &seen{}
	_, err := informer.AddEventHandler(seen.handler(false))
	must(err)
	go informer.RunWithContext(s)
	s.until("sync", informer.HasSynced)
	_, err = maps.Create(s, configMap("later", nil), metav1.CreateOptions{})
	must(err)
	s.until("the later one", func() bool {
		_, found, _ := informer.GetIndexer().GetByKey(s.namespace + "/later")
		return found
	})
	s.line("recovered")
}

func playWatchTools(s *stage) {
	twoMaps(s)
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	source := cache.NewListWatchFromClient(s.typed.CoreV1().RESTClient(), "configmaps", s.namespace, fields.OneTermEqualSelector("metadata.name", "one"))
	go func() {
		time.Sleep(100 * time.Millisecond)
		one, _ := maps.Get(s, "one", metav1.GetOptions{})
		one.Data["k"] = "done"
		_, _ = maps.Update(s, one, metav1.UpdateOptions{})
	}()
	event, err := watchtools.UntilWithSync(s, source, &corev1.ConfigMap{}, nil, func(event watch.Event) (bool, error) {
		return event.Object.(*corev1.ConfigMap).Data["k"] == "done", nil
	})
	must(err)
	s.line("until %s", event.Type)
	list, err := maps.List(s, metav1.ListOptions{})
	must(err)
	retrying, err := watchtools.NewRetryWatcherWithContext(s, list.ResourceVersion, &cache.ListWatch{WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
		second := int64(1)
		options.TimeoutSeconds = &second
		return maps.Watch(ctx, options)
	}})
	must(err)
	time.Sleep(1500 * time.Millisecond)
	must(maps.Delete(s, "two", metav1.DeleteOptions{}))
	s.tellEvent("retried", s.next(retrying))
	retrying.Stop()
	fresh := list.ResourceVersion != ""
	number, err := strconv.Atoi(list.ResourceVersion)
	s.line("versions are numbers: %v %v %v", fresh, number > 0, err)
}

func playWatchEnd(s *stage) {
	second := int64(1)
	start := time.Now()
	source, err := s.plain.CoreV1().ConfigMaps(s.namespace).Watch(s, metav1.ListOptions{TimeoutSeconds: &second, LabelSelector: "none=x"})
	must(err)
	s.tellEvent("end", s.next(source))
	s.line("after about a second: %v", time.Since(start) > 900*time.Millisecond && time.Since(start) < 3*time.Second)
}
