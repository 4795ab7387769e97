package main

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/sets"
	appsapply "k8s.io/client-go/applyconfigurations/apps/v1"
	autoscalingapply "k8s.io/client-go/applyconfigurations/autoscaling/v1"
	coreapply "k8s.io/client-go/applyconfigurations/core/v1"
	metaapply "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/util/csaupgrade"
)

var applyScenes = []scene{{"apply", playApply}, {"apply-workloads", playApplyWorkloads}, {"apply-dynamic", playApplyDynamic}}

func playApply(s *stage) {
	services := s.typed.CoreV1().Services(s.namespace)
	base := func() *coreapply.ServiceApplyConfiguration {
		return coreapply.Service("web", s.namespace).WithLabels(map[string]string{"app": "web"}).WithSpec(
			coreapply.ServiceSpec().WithSelector(map[string]string{"app": "web"}).WithPorts(coreapply.ServicePort().WithName("http").WithPort(80)))
	}
	shown := func(what string, service *corev1.Service, err error) {
		s.outcome(what, err)
		if err == nil {
			service.Spec.ClusterIPs, service.Spec.ClusterIP = nil, ""
			s.object(what, service)
		}
	}
	one, err := services.Apply(s, base(), metav1.ApplyOptions{FieldManager: "one"})
	shown("first", one, err)
	again, err := services.Apply(s, base(), metav1.ApplyOptions{FieldManager: "one"})
	must(err)
	s.line("again keeps the version: %v", again.ResourceVersion == one.ResourceVersion)
	two, err := services.Apply(s, coreapply.Service("web", s.namespace).WithSpec(coreapply.ServiceSpec().WithPorts(coreapply.ServicePort().WithName("https").WithPort(443))), metav1.ApplyOptions{FieldManager: "two"})
	shown("another port", two, err)
	changed := coreapply.Service("web", s.namespace).WithLabels(map[string]string{"app": "other"})
	_, err = services.Apply(s, changed, metav1.ApplyOptions{FieldManager: "two"})
	shown("conflict", nil, err)
	two, err = services.Apply(s, changed, metav1.ApplyOptions{FieldManager: "two", Force: true})
	shown("forced", two, err)
	extracted, err := coreapply.ExtractService(two, "one")
	must(err)
	s.object("of one", extracted)
	extracted, err = coreapply.ExtractService(two, "two")
	must(err)
	s.object("of two", extracted)
	one, err = services.Apply(s, coreapply.Service("web", s.namespace).WithSpec(coreapply.ServiceSpec().WithPorts(coreapply.ServicePort().WithName("http").WithPort(8080))), metav1.ApplyOptions{FieldManager: "one"})
	shown("changed key", one, err)
	_, err = services.Apply(s, base(), metav1.ApplyOptions{})
	s.outcome("no manager", err)
}

func workload(replicas *int32) *appsapply.DeploymentApplyConfiguration {
	set := map[string]string{"app": "web"}
	spec := appsapply.DeploymentSpec().WithSelector(metaapply.LabelSelector().WithMatchLabels(set)).WithTemplate(
		coreapply.PodTemplateSpec().WithLabels(set).WithSpec(coreapply.PodSpec().WithTerminationGracePeriodSeconds(0).WithContainers(
			coreapply.Container().WithName("main").WithImage("nginx:1").WithEnv(coreapply.EnvVar().WithName("A").WithValue("1")))))
	if replicas != nil {
		spec = spec.WithReplicas(*replicas)
	}
	return appsapply.Deployment("web", "").WithSpec(spec)
}

func playApplyWorkloads(s *stage) {
	deployments := s.typed.AppsV1().Deployments(s.namespace)
	ready := func(count int32) {
		s.until("pods", func() bool {
			web, err := deployments.Get(s, "web", metav1.GetOptions{})
			return err == nil && web.Status.ObservedGeneration == web.Generation && web.Status.AvailableReplicas == count
		})
	}
	zero := int32(0)
	_, err := deployments.Apply(s, workload(&zero), metav1.ApplyOptions{FieldManager: "gitops"})
	s.outcome("applied", err)
	_, err = deployments.ApplyScale(s, "web", autoscalingapply.Scale().WithSpec(autoscalingapply.ScaleSpec().WithReplicas(1)), metav1.ApplyOptions{FieldManager: "scaler"})
	s.outcome("scale conflicts", err)
	_, err = deployments.ApplyScale(s, "web", autoscalingapply.Scale().WithSpec(autoscalingapply.ScaleSpec().WithReplicas(1)), metav1.ApplyOptions{FieldManager: "scaler", Force: true})
	s.outcome("scale forced", err)
	ready(1)
	web, err := deployments.Apply(s, workload(nil), metav1.ApplyOptions{FieldManager: "gitops"})
	must(err)
	s.line("replicas without the applier's: %d", *web.Spec.Replicas)
	owners := []metav1.ManagedFieldsEntry{}
	for _, one := range web.ManagedFields {
		if one.Manager == "gitops" || one.Manager == "scaler" {
			owners = append(owners, one)
		}
	}
	s.line("owners %s", asText(owners))
	_, err = deployments.ApplyStatus(s, appsapply.Deployment("web", s.namespace).WithStatus(appsapply.DeploymentStatus().WithConditions(
		appsapply.DeploymentCondition().WithType(appsv1.DeploymentConditionType("Own")).WithStatus(corev1.ConditionTrue))), metav1.ApplyOptions{FieldManager: "status"})
	s.outcome("status", err)
}

func playApplyDynamic(s *stage) {
	maps := s.dynamic.Resource(mapsResource).Namespace(s.namespace)
	made := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "c", "annotations": map[string]any{"kubectl.kubernetes.io/last-applied-configuration": `{}`}},
		"data": map[string]any{"a": "1", "b": "2"},
	}}
	_, err := maps.Create(s, made, metav1.CreateOptions{FieldManager: "kubectl-client-side-apply"})
	must(err)
	typed, err := s.typed.CoreV1().ConfigMaps(s.namespace).Get(s, "c", metav1.GetOptions{})
	must(err)
	patch, err := csaupgrade.UpgradeManagedFieldsPatch(typed, sets.New("kubectl-client-side-apply"), "kubectl")
	must(err)
	typed, err = s.typed.CoreV1().ConfigMaps(s.namespace).Patch(s, "c", "application/json-patch+json", patch, metav1.PatchOptions{})
	s.outcome("upgraded", err)
	s.object("upgraded", typed)
	wanted := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "c"}, "data": map[string]any{"a": "1"}}}
	applied, err := maps.Apply(s, "c", wanted, metav1.ApplyOptions{FieldManager: "kubectl", Force: true})
	s.outcome("applied", err)
	s.object("applied", applied)
	wanted.SetManagedFields(applied.GetManagedFields())
	_, err = maps.Apply(s, "c", wanted, metav1.ApplyOptions{FieldManager: "kubectl"})
	s.outcome("with managed fields", err)
	wanted.SetManagedFields(nil)
	wanted.SetName("other")
	_, err = maps.Apply(s, "c", wanted, metav1.ApplyOptions{FieldManager: "kubectl"})
	s.outcome("another name", err)
}
