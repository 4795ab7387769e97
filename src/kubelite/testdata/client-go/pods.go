package main

import (
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

var podScenes = []scene{{"pods", playPods}}

func pod(name string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       corev1.PodSpec{TerminationGracePeriodSeconds: ptr.To[int64](0), Containers: []corev1.Container{{Name: "main", Image: "nginx:1"}}},
	}
}

func playPods(s *stage) {
	pods := s.typed.CoreV1().Pods(s.namespace)
	_, err := pods.Create(s, pod("one"), metav1.CreateOptions{FieldManager: "clients"})
	must(err)
	s.until("a ready pod", func() bool {
		found, err := pods.Get(s, "one", metav1.GetOptions{})
		must(err)
		for _, condition := range found.Status.Conditions {
			if condition.Type == corev1.PodReady && condition.Status == corev1.ConditionTrue {
				return true
			}
		}
		return false
	})
	found, err := pods.Get(s, "one", metav1.GetOptions{})
	must(err)
	s.object("spec", found.Spec)
	found.Spec.Containers[0].Image = "nginx:2"
	_, err = pods.Update(s, found, metav1.UpdateOptions{})
	s.line("another image: %v", err == nil || apierrors.IsConflict(err))
	_, err = pods.Patch(s, "one", types.StrategicMergePatchType, []byte(`{"spec":{"containers":[{"name":"main","command":["x"]}]}}`), metav1.PatchOptions{})
	s.line("another command: %v", apierrors.IsInvalid(err))
	debug := pod("one")
	debug.Spec.EphemeralContainers = []corev1.EphemeralContainer{{EphemeralContainerCommon: corev1.EphemeralContainerCommon{Name: "debug", Image: "busybox"}}}
	changed, err := pods.UpdateEphemeralContainers(s, "one", debug, metav1.UpdateOptions{})
	s.outcome("debug", err)
	if err == nil {
		s.line("debug containers %d", len(changed.Spec.EphemeralContainers))
	}
	bound := &corev1.Binding{ObjectMeta: metav1.ObjectMeta{Name: "one"}, Target: corev1.ObjectReference{Kind: "Node", Name: "node-1"}}
	s.outcome("bind again", pods.Bind(s, bound, metav1.CreateOptions{}))
	bound.Target.Name = ""
	s.outcome("bind to nothing", pods.Bind(s, bound, metav1.CreateOptions{}))
	list, err := pods.List(s, metav1.ListOptions{FieldSelector: "spec.nodeName=node-1,status.phase!=Failed"})
	must(err)
	s.line("on the node %d", len(list.Items))
	_, err = pods.List(s, metav1.ListOptions{FieldSelector: "spec.image=x"})
	s.outcome("selector", err)
	_, err = pods.GetLogs("one", &corev1.PodLogOptions{Container: "none"}).Do(s).Raw()
	s.outcome("logs of none", err)
	_, err = pods.GetLogs("none", &corev1.PodLogOptions{}).Do(s).Raw()
	s.outcome("logs of no pod", err)
	s.outcome("exec", s.typed.CoreV1().RESTClient().Post().Namespace(s.namespace).Resource("pods").Name("none").SubResource("exec").Param("command", "ls").Do(s).Error())
	s.outcome("delete", pods.Delete(s, "one", metav1.DeleteOptions{}))
	s.until("the end", func() bool {
		_, err := pods.Get(s, "one", metav1.GetOptions{})
		return apierrors.IsNotFound(err)
	})
}
