// Programs over client-go that say on standard output what they saw, for comparison between two API servers.
//
// usage: clients KUBECONFIG [NAME ...]      (names of scenes; default all)
//
// Each scene has a namespace of its own. Its lines are "scene: text"; what differs between runs is replaced, see say.go.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"

	corev1 "k8s.io/api/core/v1"
)

// What a scene has to work with.
type stage struct {
	context.Context
	say
	namespace string
	config    *rest.Config
	// Sends and prefers protobuf.
	typed kubernetes.Interface
	// Sends JSON.
	plain    kubernetes.Interface
	dynamic  dynamic.Interface
	metadata metadata.Interface
}

type scene struct {
	name string
	play func(*stage)
}

var scenes = slices.Concat(discoveryScenes, informerScenes, watchScenes, writeScenes, applyScenes, deletionScenes, accessScenes, eventScenes, leaderScenes, definitionScenes, podScenes)

func main() {
	flags := flag.NewFlagSet("klog", flag.ExitOnError)
	klog.InitFlags(flags)
	_ = flags.Set("logtostderr", "true")
	config, err := clientcmd.BuildConfigFromFlags("", os.Args[1])
	must(err)
	config.QPS, config.Burst = 1000, 1000
	config.UserAgent = "clients"
	asked := os.Args[2:]
	for _, one := range scenes {
		if len(asked) == 0 || slices.Contains(asked, one.name) {
			play(one, config)
		}
	}
}

func play(one scene, config *rest.Config) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	protobuf := rest.CopyConfig(config)
	protobuf.ContentType = "application/vnd.kubernetes.protobuf"
	protobuf.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	s := &stage{
		Context: ctx, say: say{scene: one.name, namespace: "go-" + one.name}, namespace: "go-" + one.name, config: config,
		typed: kubernetes.NewForConfigOrDie(protobuf), plain: kubernetes.NewForConfigOrDie(config),
		dynamic: dynamic.NewForConfigOrDie(config), metadata: metadata.NewForConfigOrDie(config),
	}
	defer func() {
		if problem := recover(); problem != nil {
			s.line("ended: %v", problem)
		}
	}()
	_, err := s.typed.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: s.namespace}}, metav1.CreateOptions{})
	must(err)
	s.until("service account", func() bool {
		_, err := s.typed.CoreV1().ServiceAccounts(s.namespace).Get(ctx, "default", metav1.GetOptions{})
		_, other := s.typed.CoreV1().ConfigMaps(s.namespace).Get(ctx, "kube-root-ca.crt", metav1.GetOptions{})
		return err == nil && other == nil
	})
	began := time.Now()
	defer func() {
		fmt.Fprintf(os.Stderr, "%s took %v\n", one.name, time.Since(began).Round(time.Millisecond))
		_ = s.typed.CoreV1().Namespaces().Delete(context.Background(), s.namespace, metav1.DeleteOptions{})
	}()
	one.play(s)
}

// Waits for what is to come; ends the scene when it does not.
func (s *stage) until(what string, holds func() bool) {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	panic(fmt.Sprintf("waited in vain for %s", what))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
