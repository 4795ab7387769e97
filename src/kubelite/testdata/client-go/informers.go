package main

import (
	"context"
	"fmt"
	"sort"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/pager"
)

var informerScenes = []scene{
	{"typed-informer", playTypedInformer}, {"dynamic-informer", playDynamicInformer},
	{"metadata-informer", playMetadataInformer}, {"many-informers", playManyInformers}, {"pages", playPages},
}

var mapsResource = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}

// The calls of a handler, by object.
type seen struct {
	sync.Mutex
	lines []string
}

func (s *seen) add(what string, object any) {
	if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = gone.Obj
	}
	accessor, err := meta.Accessor(object)
	must(err)
	s.Lock()
	defer s.Unlock()
	s.lines = append(s.lines, fmt.Sprintf("%s %s %v", what, accessor.GetName(), accessor.GetLabels()))
}

func (s *seen) count() int {
	s.Lock()
	defer s.Unlock()
	return len(s.lines)
}

func (s *seen) handler(initial bool) cache.ResourceEventHandler {
	return cache.ResourceEventHandlerDetailedFuncs{
		AddFunc: func(object any, isInInitialList bool) {
			s.add(fmt.Sprintf("add(initial %v)", isInInitialList && initial), object)
		},
		UpdateFunc: func(old, object any) {
			before, _ := meta.Accessor(old)
			after, _ := meta.Accessor(object)
			s.add(fmt.Sprintf("update(same %v)", before.GetResourceVersion() == after.GetResourceVersion()), object)
		},
		DeleteFunc: func(object any) { s.add("delete", object) },
	}
}

func (s *seen) tell(to say) {
	s.Lock()
	defer s.Unlock()
	for _, line := range s.lines {
		to.line("%s", line)
	}
}

func configMap(name string, set map[string]string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: set}, Data: map[string]string{"k": "v"}}
}

// Two before the informer starts; then one is made, one changed and one deleted.
func stir(s *stage, seen *seen, informer cache.SharedIndexInformer) {
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	before := seen.count()
	_, err := maps.Create(s, configMap("three", map[string]string{"n": "3", "set": "x"}), metav1.CreateOptions{})
	must(err)
	s.until("an addition", func() bool { return seen.count() > before })
	two, err := maps.Get(s, "two", metav1.GetOptions{})
	must(err)
	two.Labels["n"] = "22"
	_, err = maps.Update(s, two, metav1.UpdateOptions{})
	must(err)
	s.until("a change", func() bool { return seen.count() > before+1 })
	must(maps.Delete(s, "one", metav1.DeleteOptions{}))
	s.until("a deletion", func() bool { return seen.count() > before+2 })
	// An object that leaves the selection is deleted for the informer.
	three, err := maps.Get(s, "three", metav1.GetOptions{})
	must(err)
	delete(three.Labels, "set")
	_, err = maps.Update(s, three, metav1.UpdateOptions{})
	must(err)
	s.until("one that leaves", func() bool { return seen.count() > before+3 })
	keys := informer.GetIndexer().ListKeys()
	sort.Strings(keys)
	s.line("keys %v", keys)
}

func twoMaps(s *stage) {
	for _, name := range []string{"one", "two"} {
		_, err := s.typed.CoreV1().ConfigMaps(s.namespace).Create(s, configMap(name, map[string]string{"n": name, "set": "x"}), metav1.CreateOptions{})
		must(err)
	}
}

func selected(options *metav1.ListOptions) { options.LabelSelector = "set=x" }

func playTypedInformer(s *stage) {
	twoMaps(s)
	factory := informers.NewSharedInformerFactoryWithOptions(s.typed, time.Second, informers.WithNamespace(s.namespace),
		informers.WithTweakListOptions(selected), informers.WithTransform(func(object any) (any, error) {
			accessor, err := meta.Accessor(object)
			if err == nil {
				accessor.SetManagedFields(nil)
			}
			return object, nil
		}))
	maps := factory.Core().V1().ConfigMaps()
	informer := maps.Informer()
	must(informer.AddIndexers(cache.Indexers{"n": func(object any) ([]string, error) {
		return []string{object.(*corev1.ConfigMap).Labels["n"]}, nil
	}}))
	first, resynced := &seen{}, &seen{}
	_, err := informer.AddEventHandlerWithResyncPeriod(first.handler(true), 0)
	must(err)
	factory.Start(s.Done())
	s.line("synced %v", cache.WaitForCacheSync(s.Done(), informer.HasSynced))
	s.until("the first two", func() bool { return first.count() == 2 })
	sort.Strings(first.lines)
	stir(s, first, informer)
	first.tell(s.say)
	list, err := maps.Lister().ConfigMaps(s.namespace).List(labels.Everything())
	must(err)
	for _, one := range list {
		s.object("listed", one)
	}
	found, err := informer.GetIndexer().ByIndex("n", "22")
	s.line("indexed %d %v", len(found), err)
	_, err = maps.Lister().ConfigMaps(s.namespace).Get("one")
	s.outcome("lister", err)
	_, err = informer.AddEventHandlerWithResyncPeriod(resynced.handler(true), time.Second)
	must(err)
	s.until("a resync", func() bool { return resynced.count() >= 2 })
	resynced.lines = resynced.lines[:2]
	resynced.tell(s.say)
}

func playDynamicInformer(s *stage) {
	twoMaps(s)
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(s.dynamic, 0, s.namespace, selected)
	informer := factory.ForResource(mapsResource).Informer()
	seen := &seen{}
	_, err := informer.AddEventHandler(seen.handler(true))
	must(err)
	factory.Start(s.Done())
	factory.WaitForCacheSync(s.Done())
	s.until("the first two", func() bool { return seen.count() == 2 })
	sort.Strings(seen.lines)
	stir(s, seen, informer)
	seen.tell(s.say)
	for _, one := range informer.GetIndexer().List() {
		s.object("listed", one)
	}
}

func playMetadataInformer(s *stage) {
	twoMaps(s)
	factory := metadatainformer.NewFilteredSharedInformerFactory(s.metadata, 0, s.namespace, selected)
	informer := factory.ForResource(mapsResource).Informer()
	seen := &seen{}
	_, err := informer.AddEventHandler(seen.handler(true))
	must(err)
	factory.Start(s.Done())
	factory.WaitForCacheSync(s.Done())
	s.until("the first two", func() bool { return seen.count() == 2 })
	sort.Strings(seen.lines)
	stir(s, seen, informer)
	seen.tell(s.say)
	for _, one := range informer.GetIndexer().List() {
		s.object("listed", one)
	}
	patched, err := s.metadata.Resource(mapsResource).Namespace(s.namespace).Patch(s, "two", "application/merge-patch+json", []byte(`{"metadata":{"annotations":{"a":"b"}}}`), metav1.PatchOptions{FieldManager: "clients"})
	must(err)
	s.object("patched", patched)
}

// All kinds of a usual controller at once.
func playManyInformers(s *stage) {
	factory := informers.NewSharedInformerFactoryWithOptions(s.typed, 0, informers.WithNamespace(s.namespace))
	factory.Core().V1().Pods().Informer()
	factory.Core().V1().Secrets().Informer()
	factory.Core().V1().Services().Informer()
	factory.Core().V1().Nodes().Informer()
	factory.Core().V1().Events().Informer()
	factory.Apps().V1().Deployments().Informer()
	factory.Apps().V1().ReplicaSets().Informer()
	factory.Apps().V1().StatefulSets().Informer()
	factory.Batch().V1().Jobs().Informer()
	factory.Batch().V1().CronJobs().Informer()
	factory.Networking().V1().Ingresses().Informer()
	factory.Discovery().V1().EndpointSlices().Informer()
	factory.Policy().V1().PodDisruptionBudgets().Informer()
	factory.Rbac().V1().Roles().Informer()
	factory.Storage().V1().StorageClasses().Informer()
	factory.Autoscaling().V2().HorizontalPodAutoscalers().Informer()
	factory.Admissionregistration().V1().ValidatingAdmissionPolicies().Informer()
	factory.Flowcontrol().V1().FlowSchemas().Informer()
	factory.Resource().V1().ResourceClaims().Informer()
	ctx, end := context.WithCancel(s)
	factory.Start(ctx.Done())
	lines := []string{}
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		lines = append(lines, fmt.Sprintf("%v %v", kind, synced))
	}
	sort.Strings(lines)
	for _, line := range lines {
		s.line("%s", line)
	}
	end()
	factory.Shutdown()
}

func playPages(s *stage) {
	for index := range 25 {
		_, err := s.typed.CoreV1().ConfigMaps(s.namespace).Create(s, configMap(fmt.Sprintf("m%02d", index), map[string]string{"set": "x"}), metav1.CreateOptions{})
		must(err)
	}
	pages := 0
	walker := pager.New(pager.SimplePageFunc(func(options metav1.ListOptions) (runtime.Object, error) {
		list, err := s.typed.CoreV1().ConfigMaps(s.namespace).List(s, options)
		pages++
		if err == nil {
			s.line("page %d of %d, remaining %v, more %v", pages, len(list.Items), asText(list.RemainingItemCount), list.Continue != "")
		}
		return list, err
	}))
	walker.PageSize = 10
	must(walker.EachListItem(s, metav1.ListOptions{LabelSelector: "set=x"}, func(object runtime.Object) error {
		s.line("item %s", object.(*corev1.ConfigMap).Name)
		return nil
	}))
	list, err := s.plain.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{Limit: 5})
	must(err)
	_, err = s.plain.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{Continue: list.Continue, ResourceVersion: "5"})
	s.outcome("continue with a version", err)
	_, err = s.plain.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{Continue: "nonsense"})
	s.outcome("continue of nonsense", err)
	_, err = s.plain.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{ResourceVersionMatch: "Exact"})
	s.outcome("match without version", err)
}
