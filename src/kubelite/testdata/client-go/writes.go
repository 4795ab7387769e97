package main

import (
	"errors"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/scale"
	"k8s.io/client-go/util/retry"
	"k8s.io/utils/ptr"
)

var writeScenes = []scene{{"updates", playUpdates}, {"patches", playPatches}, {"scales", playScales}, {"mistakes", playMistakes}}

func deployment(name, image string, replicas int32) *appsv1.Deployment {
	set := map[string]string{"app": name}
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: set},
		Spec: appsv1.DeploymentSpec{
			Replicas: &replicas, Selector: &metav1.LabelSelector{MatchLabels: set},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: set},
				Spec:       corev1.PodSpec{TerminationGracePeriodSeconds: ptr.To[int64](0), Containers: []corev1.Container{{Name: "main", Image: image}}},
			},
		},
	}
}

func playUpdates(s *stage) {
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	made, err := maps.Create(s, configMap("a", nil), metav1.CreateOptions{FieldManager: "clients"})
	s.outcome("create", err)
	s.object("made", made)
	_, err = maps.Create(s, configMap("a", nil), metav1.CreateOptions{})
	s.outcome("again", err)
	s.line("already exists: %v", apierrors.IsAlreadyExists(err))
	stale := made.DeepCopy()
	made.Data["k"] = "2"
	made, err = maps.Update(s, made, metav1.UpdateOptions{FieldManager: "clients"})
	must(err)
	s.object("changed", made)
	same, err := maps.Update(s, made, metav1.UpdateOptions{FieldManager: "clients"})
	must(err)
	s.line("the same again keeps its version: %v", same.ResourceVersion == made.ResourceVersion)
	stale.Data["k"] = "3"
	_, err = maps.Update(s, stale, metav1.UpdateOptions{})
	s.outcome("stale", err)
	tries := 0
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		tries++
		_, err := maps.Update(s, stale, metav1.UpdateOptions{})
		if apierrors.IsConflict(err) {
			fresh, _ := maps.Get(s, "a", metav1.GetOptions{})
			stale.ResourceVersion = fresh.ResourceVersion
		}
		return err
	})
	s.line("tried %d times: %v", tries, err)
	wrong := stale.DeepCopy()
	wrong.UID, wrong.ResourceVersion = "other", ""
	_, err = maps.Update(s, wrong, metav1.UpdateOptions{})
	s.outcome("another uid", err)
	_, err = maps.Update(s, configMap("none", nil), metav1.UpdateOptions{})
	s.outcome("absent", err)
	dry, err := maps.Create(s, configMap("dry", nil), metav1.CreateOptions{DryRun: []string{"All"}})
	must(err)
	s.line("dry run has uid %v, version %q", dry.UID != "", dry.ResourceVersion)
	_, err = maps.Get(s, "dry", metav1.GetOptions{})
	s.outcome("dry run kept", err)
	generated := configMap("", nil)
	generated.GenerateName = "gen-"
	made, err = maps.Create(s, generated, metav1.CreateOptions{})
	must(err)
	s.line("generated %d %s", len(made.Name), made.GenerateName)
}

func playPatches(s *stage) {
	deployments := s.typed.AppsV1().Deployments(s.namespace)
	made, err := deployments.Create(s, deployment("web", "nginx:1", 0), metav1.CreateOptions{FieldManager: "clients"})
	must(err)
	s.line("generation %d", made.Generation)
	for _, one := range []struct {
		kind  types.PatchType
		patch string
	}{
		{types.StrategicMergePatchType, `{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"side:1"}]}}}}`},
		{types.StrategicMergePatchType, `{"spec":{"template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}}`},
		{types.StrategicMergePatchType, `{"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"main"},{"name":"b"}],"containers":[{"name":"b","image":"b"}]}}}}`},
		{types.MergePatchType, `{"metadata":{"annotations":{"x":"y"}},"spec":{"paused":true}}`},
		{types.JSONPatchType, `[{"op":"test","path":"/spec/paused","value":true},{"op":"remove","path":"/spec/paused"}]`},
		{types.JSONPatchType, `[{"op":"test","path":"/spec/paused","value":true}]`},
		{types.JSONPatchType, `[{"op":"replace","path":"/spec/nothing/at/all","value":true}]`},
		{types.JSONPatchType, `{"op":"replace"}`},
		{types.MergePatchType, `{"spec":{"selector":{"matchLabels":{"app":"other"}}}}`},
		{types.MergePatchType, `{"spec":`},
		{types.StrategicMergePatchType, `[]`},
		{types.PatchType("application/nonsense"), `{}`},
	} {
		changed, err := deployments.Patch(s, "web", one.kind, []byte(one.patch), metav1.PatchOptions{FieldManager: "clients"})
		if err != nil {
			s.outcome(one.patch, err)
			continue
		}
		changed.Status, changed.ManagedFields = appsv1.DeploymentStatus{}, nil
		delete(changed.Annotations, "deployment.kubernetes.io/revision")
		s.object(one.patch, changed)
	}
	status, err := deployments.Patch(s, "web", types.MergePatchType, []byte(`{"status":{"collisionCount":3},"spec":{"replicas":7}}`), metav1.PatchOptions{}, "status")
	must(err)
	s.line("by status: %d of %d", *status.Status.CollisionCount, *status.Spec.Replicas)
}

func playScales(s *stage) {
	deployments := s.typed.AppsV1().Deployments(s.namespace)
	_, err := deployments.Create(s, deployment("web", "nginx:1", 1), metav1.CreateOptions{})
	must(err)
	settled := func(count int32) {
		s.until("pods", func() bool {
			web, err := deployments.Get(s, "web", metav1.GetOptions{})
			return err == nil && web.Status.AvailableReplicas == count && web.Status.Replicas == count
		})
	}
	settled(1)
	read, err := deployments.GetScale(s, "web", metav1.GetOptions{})
	must(err)
	read.Status = autoscalingv1.ScaleStatus{}
	s.object("scale", read)
	read.Spec.Replicas = 2
	_, err = deployments.UpdateScale(s, "web", read, metav1.UpdateOptions{})
	s.outcome("update", err)
	read.Spec.Replicas = -1
	read.ResourceVersion = ""
	_, err = deployments.UpdateScale(s, "web", read, metav1.UpdateOptions{})
	s.outcome("negative", err)
	discover := s.plain.Discovery().(*discovery.DiscoveryClient)
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(discover))
	scales, err := scale.NewForConfig(s.config, mapper, dynamic.LegacyAPIPathResolverFunc, scale.NewDiscoveryScaleKindResolver(discover))
	must(err)
	for _, resource := range []schema.GroupResource{{Group: "apps", Resource: "deployments"}, {Resource: "configmaps"}} {
		found, err := scales.Scales(s.namespace).Get(s, resource, "web", metav1.GetOptions{})
		s.outcome("any scale of "+resource.String(), err)
		if err == nil {
			s.line("replicas %d", found.Spec.Replicas)
		}
	}
	found, err := scales.Scales(s.namespace).Patch(s, schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}, "web", types.MergePatchType, []byte(`{"spec":{"replicas":1}}`), metav1.PatchOptions{})
	must(err)
	s.line("replicas %d", found.Spec.Replicas)
	settled(1)
}

func playMistakes(s *stage) {
	wrong := deployment("Wrong_Name", "", -1)
	wrong.Spec.Template.Labels = map[string]string{"app": "other"}
	_, err := s.typed.AppsV1().Deployments(s.namespace).Create(s, wrong, metav1.CreateOptions{})
	s.outcome("deployment", err)
	var status apierrors.APIStatus
	if errors.As(err, &status) {
		for _, cause := range status.Status().Details.Causes {
			s.line("%v %s: %s", apierrors.HasStatusCause(err, cause.Type), cause.Field, cause.Message)
		}
	}
	_, err = s.typed.CoreV1().Pods("none").Create(s, &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "p"}, Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "a", Image: "b"}}}}, metav1.CreateOptions{})
	s.outcome("no namespace", err)
	other := configMap("x", nil)
	other.Namespace = "elsewhere"
	_, err = s.typed.CoreV1().ConfigMaps(s.namespace).Create(s, other, metav1.CreateOptions{})
	s.outcome("another namespace", err)
	_, err = s.typed.CoreV1().Secrets(s.namespace).Get(s, "none", metav1.GetOptions{})
	s.outcome("get", err)
	_, err = s.dynamic.Resource(schema.GroupVersionResource{Group: "x.org", Version: "v1", Resource: "nones"}).List(s, metav1.ListOptions{})
	s.outcome("unknown resource", err)
	_, err = s.typed.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{LabelSelector: "a b"})
	s.outcome("selector", err)
	_, err = s.typed.CoreV1().ConfigMaps(s.namespace).Create(s, configMap("strict", nil), metav1.CreateOptions{FieldValidation: "Nonsense"})
	s.outcome("validation", err)
	err = s.typed.CoreV1().RESTClient().Post().AbsPath("/api/v1/namespaces").Body([]byte("nonsense")).SetHeader("Content-Type", "application/json").Do(s).Error()
	s.outcome("body", err)
	err = s.typed.CoreV1().RESTClient().Put().AbsPath("/api/v1/namespaces").Body([]byte("{}")).Do(s).Error()
	s.outcome("method", err)
	large := configMap("large", nil)
	large.BinaryData = map[string][]byte{"x": make([]byte, 1100000)}
	_, err = s.typed.CoreV1().ConfigMaps(s.namespace).Create(s, large, metav1.CreateOptions{})
	s.outcome("large", err)
}
