package main

import (
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

var deletionScenes = []scene{{"delete", playDelete}, {"collections", playCollections}, {"owners", playOwners}, {"eviction", playEviction}}

func playDelete(s *stage) {
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	held := configMap("held", nil)
	held.Finalizers = []string{"example.org/hold"}
	made, err := maps.Create(s, held, metav1.CreateOptions{FieldManager: "clients"})
	must(err)
	s.outcome("wrong uid", maps.Delete(s, "held", metav1.DeleteOptions{Preconditions: metav1.NewUIDPreconditions("other")}))
	s.outcome("wrong version", maps.Delete(s, "held", metav1.DeleteOptions{Preconditions: metav1.NewRVDeletionPrecondition("1").Preconditions}))
	s.outcome("dry", maps.Delete(s, "held", metav1.DeleteOptions{DryRun: []string{"All"}}))
	policy := metav1.DeletionPropagation("Nonsense")
	s.outcome("policy", maps.Delete(s, "held", metav1.DeleteOptions{PropagationPolicy: &policy}))
	s.outcome("grace", maps.Delete(s, "held", metav1.DeleteOptions{GracePeriodSeconds: ptr.To[int64](-1)}))
	s.outcome("delete", maps.Delete(s, "held", metav1.DeleteOptions{Preconditions: metav1.NewUIDPreconditions(string(made.UID))}))
	left, err := maps.Get(s, "held", metav1.GetOptions{})
	must(err)
	s.object("held", left)
	s.outcome("delete again", maps.Delete(s, "held", metav1.DeleteOptions{}))
	left.Finalizers = append(left.Finalizers, "example.org/more")
	_, err = maps.Update(s, left, metav1.UpdateOptions{})
	s.outcome("more finalizers", err)
	_, err = maps.Patch(s, "held", types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
	s.outcome("freed", err)
	_, err = maps.Get(s, "held", metav1.GetOptions{})
	s.line("gone %v", apierrors.IsNotFound(err))
	s.outcome("absent", maps.Delete(s, "held", metav1.DeleteOptions{}))
}

func playCollections(s *stage) {
	twoMaps(s)
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	_, err := maps.Create(s, configMap("three", nil), metav1.CreateOptions{})
	must(err)
	s.outcome("dry", maps.DeleteCollection(s, metav1.DeleteOptions{DryRun: []string{"All"}}, metav1.ListOptions{}))
	s.outcome("selected", maps.DeleteCollection(s, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "set=x"}))
	s.outcome("by field", maps.DeleteCollection(s, metav1.DeleteOptions{}, metav1.ListOptions{FieldSelector: "metadata.name=none"}))
	list, err := maps.List(s, metav1.ListOptions{})
	must(err)
	for _, one := range list.Items {
		s.line("left %s", one.Name)
	}
	s.outcome("namespaces", s.typed.CoreV1().RESTClient().Delete().AbsPath("/api/v1/namespaces").Do(s).Error())
	s.outcome("wrong selector", maps.DeleteCollection(s, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "=="}))
}

func playOwners(s *stage) {
	maps := s.typed.CoreV1().ConfigMaps(s.namespace)
	for _, policy := range []metav1.DeletionPropagation{metav1.DeletePropagationBackground, metav1.DeletePropagationForeground, metav1.DeletePropagationOrphan} {
		parent, err := maps.Create(s, configMap("parent", nil), metav1.CreateOptions{})
		must(err)
		child := configMap("child", nil)
		child.OwnerReferences = []metav1.OwnerReference{{APIVersion: "v1", Kind: "ConfigMap", Name: "parent", UID: parent.UID, BlockOwnerDeletion: ptr.To(true)}}
		_, err = maps.Create(s, child, metav1.CreateOptions{})
		must(err)
		s.outcome(string(policy), maps.Delete(s, "parent", metav1.DeleteOptions{PropagationPolicy: &policy}))
		s.until("the parent's end", func() bool {
			_, err := maps.Get(s, "parent", metav1.GetOptions{})
			return apierrors.IsNotFound(err)
		})
		if policy == metav1.DeletePropagationOrphan {
			left, err := maps.Get(s, "child", metav1.GetOptions{})
			must(err)
			s.line("orphan with %d owners", len(left.OwnerReferences))
			continue
		}
		s.until("the child's end", func() bool {
			_, err := maps.Get(s, "child", metav1.GetOptions{})
			return apierrors.IsNotFound(err)
		})
		s.line("both gone")
	}
}

func playEviction(s *stage) {
	_, err := s.typed.AppsV1().Deployments(s.namespace).Create(s, deployment("web", "nginx:1", 2), metav1.CreateOptions{})
	must(err)
	budget := &policyv1.PodDisruptionBudget{ObjectMeta: metav1.ObjectMeta{Name: "web"}, Spec: policyv1.PodDisruptionBudgetSpec{
		MinAvailable: ptr.To(intstr.FromInt32(2)), Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}},
	}}
	budgets := s.typed.PolicyV1().PodDisruptionBudgets(s.namespace)
	_, err = budgets.Create(s, budget, metav1.CreateOptions{})
	must(err)
	settled := func(allowed int32) {
		s.until("the budget", func() bool {
			found, err := budgets.Get(s, "web", metav1.GetOptions{})
			return err == nil && found.Status.ObservedGeneration == found.Generation && found.Status.CurrentHealthy == 2 && found.Status.DisruptionsAllowed == allowed
		})
	}
	settled(0)
	pods, err := s.typed.CoreV1().Pods(s.namespace).List(s, metav1.ListOptions{LabelSelector: "app=web"})
	must(err)
	first := pods.Items[0].Name
	evict := func(name string, options *metav1.DeleteOptions) error {
		return s.typed.PolicyV1().Evictions(s.namespace).Evict(s, &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: s.namespace}, DeleteOptions: options})
	}
	err = evict(first, nil)
	s.outcome("refused", err)
	s.line("too many requests: %v", apierrors.IsTooManyRequests(err))
	s.outcome("absent", evict("none", nil))
	_, err = budgets.Patch(s, "web", types.MergePatchType, []byte(`{"spec":{"minAvailable":1}}`), metav1.PatchOptions{})
	must(err)
	settled(1)
	s.outcome("dry", evict(first, &metav1.DeleteOptions{DryRun: []string{"All"}}))
	s.outcome("granted", evict(first, nil))
	s.until("the pod's end", func() bool {
		_, err := s.typed.CoreV1().Pods(s.namespace).Get(s, first, metav1.GetOptions{})
		return apierrors.IsNotFound(err)
	})
	settled(1)
	pods, err = s.typed.CoreV1().Pods(s.namespace).List(s, metav1.ListOptions{LabelSelector: "app=web"})
	must(err)
	// The budget is asked first, so that it is spent even where the deletion fails.
	s.outcome("wrong uid", evict(pods.Items[0].Name, &metav1.DeleteOptions{Preconditions: metav1.NewUIDPreconditions("other")}))
	// Until the controller has counted without the pod whose eviction was granted, the refusal names the count before.
	s.until("the count", func() bool {
		found, err := budgets.Get(s, "web", metav1.GetOptions{})
		return err == nil && found.Status.CurrentHealthy == 1
	})
	s.outcome("spent", evict(pods.Items[0].Name, nil))
	second := budget.DeepCopy()
	second.Name = "second"
	_, err = budgets.Create(s, second, metav1.CreateOptions{})
	must(err)
	s.until("the pods", func() bool {
		found, err := budgets.Get(s, "second", metav1.GetOptions{})
		return err == nil && found.Status.CurrentHealthy == 2
	})
	list, err := s.typed.CoreV1().Pods(s.namespace).List(s, metav1.ListOptions{LabelSelector: "app=web"})
	must(err)
	s.outcome("two budgets", evict(list.Items[0].Name, nil))
}
