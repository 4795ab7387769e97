package main

import (
	"sort"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/ptr"
)

var accessScenes = []scene{{"tokens", playTokens}, {"reviews", playReviews}, {"impersonation", playImpersonation}}

func playTokens(s *stage) {
	accounts := s.typed.CoreV1().ServiceAccounts(s.namespace)
	_, err := accounts.Create(s, &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "robot"}}, metav1.CreateOptions{})
	must(err)
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: ptr.To[int64](3600)}}
	issued, err := accounts.CreateToken(s, "robot", request, metav1.CreateOptions{})
	must(err)
	s.line("audiences %d, seconds %d", len(issued.Spec.Audiences), *issued.Spec.ExpirationSeconds)
	review, err := s.typed.AuthenticationV1().TokenReviews().Create(s, &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: issued.Status.Token}}, metav1.CreateOptions{})
	must(err)
	delete(review.Status.User.Extra, "authentication.kubernetes.io/credential-id")
	s.line("review %v %s %v %v", review.Status.Authenticated, review.Status.User.Username, review.Status.User.Groups, review.Status.User.Extra)
	review, err = s.typed.AuthenticationV1().TokenReviews().Create(s, &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: "nonsense"}}, metav1.CreateOptions{})
	must(err)
	s.line("review %v %s", review.Status.Authenticated, review.Status.Error)
	own := rest.AnonymousClientConfig(s.config)
	own.BearerToken = issued.Status.Token
	robot := kubernetes.NewForConfigOrDie(own)
	_, err = robot.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{})
	s.outcome("robot lists", err)
	role := &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "reader"}, Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"list"}}}}
	_, err = s.typed.RbacV1().Roles(s.namespace).Create(s, role, metav1.CreateOptions{})
	must(err)
	binding := &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Name: "readers"}, RoleRef: rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "Role", Name: "reader"}, Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Name: "robot"}}}
	_, err = s.typed.RbacV1().RoleBindings(s.namespace).Create(s, binding, metav1.CreateOptions{})
	s.outcome("binding", err)
	binding.Subjects[0].Namespace = s.namespace
	_, err = s.typed.RbacV1().RoleBindings(s.namespace).Create(s, binding, metav1.CreateOptions{})
	s.outcome("binding", err)
	s.until("the right", func() bool {
		_, err = robot.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{})
		return err == nil
	})
	_, err = robot.CoreV1().ConfigMaps(s.namespace).Create(s, configMap("x", nil), metav1.CreateOptions{})
	s.outcome("robot creates", err)
	_, err = robot.RbacV1().Roles(s.namespace).Create(s, role, metav1.CreateOptions{})
	s.outcome("robot makes roles", err)
	must(accounts.Delete(s, "robot", metav1.DeleteOptions{}))
	s.until("the token's end", func() bool {
		_, err = robot.CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{})
		return err != nil
	})
	s.outcome("account gone", err)
	own.BearerToken = "nonsense"
	_, err = kubernetes.NewForConfigOrDie(own).CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{})
	s.outcome("nonsense", err)
	own.BearerToken = ""
	_, err = kubernetes.NewForConfigOrDie(own).CoreV1().ConfigMaps(s.namespace).List(s, metav1.ListOptions{})
	s.outcome("anonymous", err)
}

func playReviews(s *stage) {
	for _, one := range []authorizationv1.ResourceAttributes{
		{Verb: "get", Resource: "pods", Namespace: s.namespace},
		{Verb: "*", Resource: "*", Group: "*"},
		{Verb: "list", Resource: "nodes"},
	} {
		self, err := s.typed.AuthorizationV1().SelfSubjectAccessReviews().Create(s, &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &one}}, metav1.CreateOptions{})
		must(err)
		other, err := s.typed.AuthorizationV1().SubjectAccessReviews().Create(s, &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{User: "jane", Groups: []string{"g"}, ResourceAttributes: &one}}, metav1.CreateOptions{})
		must(err)
		s.line("%s %s: %s, %s", one.Verb, one.Resource, asText(self.Status), asText(other.Status))
	}
	local, err := s.typed.AuthorizationV1().LocalSubjectAccessReviews(s.namespace).Create(s, &authorizationv1.LocalSubjectAccessReview{ObjectMeta: metav1.ObjectMeta{Namespace: s.namespace}, Spec: authorizationv1.SubjectAccessReviewSpec{User: "jane", ResourceAttributes: &authorizationv1.ResourceAttributes{Verb: "get", Resource: "pods", Namespace: s.namespace}}}, metav1.CreateOptions{})
	must(err)
	s.object("local", local)
	rules, err := s.typed.AuthorizationV1().SelfSubjectRulesReviews().Create(s, &authorizationv1.SelfSubjectRulesReview{Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: s.namespace}}, metav1.CreateOptions{})
	must(err)
	lines := []string{}
	for _, rule := range rules.Status.ResourceRules {
		lines = append(lines, asText(rule))
	}
	sort.Strings(lines)
	s.line("rules %v", lines)
	_, err = s.typed.AuthorizationV1().SubjectAccessReviews().Create(s, &authorizationv1.SubjectAccessReview{}, metav1.CreateOptions{})
	s.outcome("empty review", err)
}

func playImpersonation(s *stage) {
	as := func(user string, groups ...string) kubernetes.Interface {
		config := rest.CopyConfig(s.config)
		config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: groups, UID: "7", Extra: map[string][]string{"reason": {"test"}}}
		return kubernetes.NewForConfigOrDie(config)
	}
	review, err := as("jane", "a", "b").AuthenticationV1().SelfSubjectReviews().Create(s, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	must(err)
	s.object("jane", review)
	_, err = as("jane").CoreV1().Secrets(s.namespace).List(s, metav1.ListOptions{})
	s.outcome("jane lists", err)
	_, err = as("jane", "system:masters").CoreV1().Secrets(s.namespace).List(s, metav1.ListOptions{})
	s.outcome("jane of masters lists", err)
	_, err = as("jane").CoreV1().Nodes().List(s, metav1.ListOptions{})
	s.outcome("jane lists nodes", err)
	err = as("jane").Discovery().RESTClient().Get().AbsPath("/metrics").Do(s).Error()
	s.outcome("jane reads metrics", err)
}
