package main

import (
	"sort"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/restmapper"
)

var discoveryScenes = []scene{{"discovery", playDiscovery}, {"mapper", playMapper}}

func playDiscovery(s *stage) {
	for _, mode := range []struct {
		name   string
		legacy bool
	}{{"aggregated", false}, {"legacy", true}} {
		client := discovery.NewDiscoveryClientForConfigOrDie(s.config)
		client.UseLegacyDiscovery = mode.legacy
		groups, lists, err := client.ServerGroupsAndResources()
		s.outcome(mode.name, err)
		for _, group := range groups {
			s.line("%s group %s", mode.name, asText(group))
		}
		// The client puts the lists together in the order of a map.
		sort.Slice(lists, func(a, b int) bool { return lists[a].GroupVersion < lists[b].GroupVersion })
		for _, list := range lists {
			for _, resource := range list.APIResources {
				s.line("%s %s %s", mode.name, list.GroupVersion, asText(resource))
			}
		}
		preferred, err := client.ServerPreferredNamespacedResources()
		s.outcome(mode.name+" preferred", err)
		sort.Slice(preferred, func(a, b int) bool { return preferred[a].GroupVersion < preferred[b].GroupVersion })
		for _, list := range preferred {
			s.line("%s preferred %s %d", mode.name, list.GroupVersion, len(list.APIResources))
		}
	}
	version, err := s.plain.Discovery().ServerVersion()
	must(err)
	s.line("version %s.%s", version.Major, version.Minor)
	paths, err := s.plain.Discovery().OpenAPIV3().Paths()
	must(err)
	names := make([]string, 0, len(paths))
	for name := range paths {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		document, err := paths[name].Schema("application/com.github.proto-openapi.spec.v3@v1.0+protobuf")
		s.line("openapi %s protobuf %v %v", name, len(document) > 0, err)
		document, err = paths[name].Schema("application/json")
		s.line("openapi %s json %v %v", name, len(document) > 0, err)
	}
	document, err := s.plain.Discovery().OpenAPISchema()
	must(err)
	s.line("openapi v2 %s %s %v", document.GetSwagger(), document.GetInfo().GetTitle(), len(document.GetDefinitions().GetAdditionalProperties()) > 500)
	resources, err := s.plain.Discovery().ServerResourcesForGroupVersion("apps/v7")
	s.line("%v", resources)
	s.outcome("no such version", err)
}

func playMapper(s *stage) {
	cached := memory.NewMemCacheClient(s.plain.Discovery())
	deferred := restmapper.NewDeferredDiscoveryRESTMapper(cached)
	mapper := restmapper.NewShortcutExpander(deferred, cached, func(warning string) { s.line("warning %s", warning) })
	for _, resource := range []string{"deploy", "po", "netpol", "pods", "pod", "events", "hpa", "crds", "sts", "nonsense", "ing", "sc", "cj"} {
		kind, err := mapper.KindFor(schema.GroupVersionResource{Resource: resource})
		s.line("kind of %s: %v %v", resource, kind, err)
	}
	for _, kind := range []schema.GroupKind{{Group: "apps", Kind: "Deployment"}, {Kind: "Namespace"}, {Group: "events.k8s.io", Kind: "Event"}, {Group: "x.org", Kind: "None"}} {
		mapping, err := mapper.RESTMapping(kind)
		if err != nil {
			s.line("mapping of %v: %v %v", kind, err, meta.IsNoMatchError(err))
			continue
		}
		s.line("mapping of %v: %v %v", kind, mapping.Resource, mapping.Scope.Name())
	}
	kinds, err := mapper.KindsFor(schema.GroupVersionResource{Resource: "events"})
	s.line("kinds of events: %v %v", kinds, err)
}
