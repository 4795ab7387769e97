package main

import (
	"fmt"
	"sort"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/restmapper"
)

var definitionScenes = []scene{{"definition", playDefinition}}

var (
	definitionsResource = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
	gearsResource       = schema.GroupVersionResource{Group: "clients.example.org", Version: "v1", Resource: "gears"}
)

func definition() *unstructured.Unstructured {
	number := map[string]any{"type": "integer", "minimum": int64(1), "default": int64(3)}
	version := map[string]any{
		"name": "v1", "served": true, "storage": true,
		"subresources": map[string]any{"status": map[string]any{}, "scale": map[string]any{"specReplicasPath": ".spec.teeth", "statusReplicasPath": ".status.teeth"}},
		"schema": map[string]any{"openAPIV3Schema": map[string]any{
			"type": "object",
			"properties": map[string]any{
				"spec": map[string]any{
					"type": "object", "properties": map[string]any{"teeth": number, "shape": map[string]any{"type": "string", "enum": []any{"round", "oval"}}},
					"x-kubernetes-validations": []any{map[string]any{"rule": "!has(self.shape) || self.shape != 'oval' || self.teeth > 2", "message": "oval gears need teeth"}},
				},
				"status": map[string]any{"type": "object", "properties": map[string]any{"teeth": map[string]any{"type": "integer"}}},
			},
		}},
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": map[string]any{"name": "gears.clients.example.org"},
		"spec": map[string]any{"group": "clients.example.org", "scope": "Namespaced", "names": map[string]any{"plural": "gears", "kind": "Gear", "shortNames": []any{"gr"}, "categories": []any{"all"}}, "versions": []any{version}},
	}}
}

func gear(name string, spec map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{"apiVersion": "clients.example.org/v1", "kind": "Gear", "metadata": map[string]any{"name": name}, "spec": spec}}
}

func playDefinition(s *stage) {
	definitions := s.dynamic.Resource(definitionsResource)
	_, err := definitions.Create(s, definition(), metav1.CreateOptions{})
	s.outcome("define", err)
	s.until("establishment", func() bool {
		found, err := definitions.Get(s, "gears.clients.example.org", metav1.GetOptions{})
		must(err)
		return isEstablished(found)
	})
	found, err := definitions.Get(s, "gears.clients.example.org", metav1.GetOptions{})
	must(err)
	found.SetManagedFields(nil)
	s.object("definition", found)
	gears := s.dynamic.Resource(gearsResource).Namespace(s.namespace)
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(s.dynamic, 0, s.namespace, nil)
	informer := factory.ForResource(gearsResource).Informer()
	seen := &seen{}
	_, err = informer.AddEventHandler(seen.handler(true))
	must(err)
	factory.Start(s.Done())
	factory.WaitForCacheSync(s.Done())
	for index, spec := range []map[string]any{{}, {"teeth": int64(0)}, {"shape": "square"}, {"shape": "oval", "teeth": int64(1)}, {"unknown": "x", "teeth": int64(9)}, {"teeth": "many"}} {
		made, err := gears.Create(s, gear(fmt.Sprintf("g%d", index), spec), metav1.CreateOptions{FieldManager: "clients"})
		s.outcome(asText(spec), err)
		if err == nil {
			s.object("made", made)
		}
	}
	_, err = gears.Create(s, gear("strict", map[string]any{"unknown": "x"}), metav1.CreateOptions{FieldValidation: "Strict"})
	s.outcome("strict", err)
	changed, err := gears.Patch(s, "g0", types.MergePatchType, []byte(`{"status":{"teeth":3},"spec":{"teeth":8}}`), metav1.PatchOptions{FieldManager: "clients"}, "status")
	must(err)
	s.object("status", changed)
	_, err = gears.Patch(s, "g0", types.StrategicMergePatchType, []byte(`{"spec":{"teeth":8}}`), metav1.PatchOptions{})
	s.outcome("strategic", err)
	scaled, err := gears.Patch(s, "g0", types.MergePatchType, []byte(`{"spec":{"replicas":5}}`), metav1.PatchOptions{FieldManager: "clients"}, "scale")
	must(err)
	s.object("scale", scaled)
	applied, err := gears.Apply(s, "g0", gear("g0", map[string]any{"teeth": int64(6)}), metav1.ApplyOptions{FieldManager: "applier", Force: true})
	must(err)
	s.object("applied", applied)
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(s.plain.Discovery()))
	kind, err := mapper.KindFor(schema.GroupVersionResource{Resource: "gears"})
	s.line("kind %v %v", kind, err)
	must(gears.DeleteCollection(s, metav1.DeleteOptions{}, metav1.ListOptions{}))
	s.until("an empty cache", func() bool { return len(informer.GetIndexer().ListKeys()) == 0 })
	sort.Strings(seen.lines)
	seen.tell(s.say)
	must(definitions.Delete(s, "gears.clients.example.org", metav1.DeleteOptions{}))
	s.until("the end of the definition", func() bool {
		_, err := definitions.Get(s, "gears.clients.example.org", metav1.GetOptions{})
		return apierrors.IsNotFound(err)
	})
	time.Sleep(time.Second)
	_, err = gears.List(s, metav1.ListOptions{})
	s.outcome("list", err)
}

func isEstablished(found *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(found.Object, "status", "conditions")
	for _, one := range conditions {
		condition, ok := one.(map[string]any)
		if ok && condition["type"] == "Established" && condition["status"] == "True" {
			return true
		}
	}
	return false
}
