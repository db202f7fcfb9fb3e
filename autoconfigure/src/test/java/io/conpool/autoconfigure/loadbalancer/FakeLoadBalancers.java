package io.conpool.autoconfigure.loadbalancer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;

/**
 * One load balancer that answers what the test has put there, the last answer again and
 * again, and a lifecycle that remembers.
 */
final class FakeLoadBalancers
		implements ReactiveLoadBalancer.Factory<ServiceInstance>, ReactiveLoadBalancer<ServiceInstance>,
		LoadBalancerLifecycle<RetryableRequestContext, ResponseData, ServiceInstance> {

	final Deque<ServiceInstance> answers = new ArrayDeque<>();

	final List<Request<?>> asked = new ArrayList<>();

	final List<String> events = new ArrayList<>();

	final List<CompletionContext<ResponseData, ServiceInstance, RetryableRequestContext>> completed = new ArrayList<>();

	final LoadBalancerProperties properties = new LoadBalancerProperties();

	static ServiceInstance instance(String host) {
		return new DefaultServiceInstance(host + "-1", "orders", host, 8080, false);
	}

	FakeLoadBalancers answers(ServiceInstance... instances) {
		this.answers.addAll(List.of(instances));
		return this;
	}

	@Override
	public LoadBalancerProperties getProperties(String serviceId) {
		return this.properties;
	}

	@Override
	public ReactiveLoadBalancer<ServiceInstance> getInstance(String serviceId) {
		return this;
	}

	@Override
	public <X> Map<String, X> getInstances(String name, Class<X> type) {
		return Map.of("lifecycle", type.cast(this));
	}

	@Override
	public <X> @Nullable X getInstance(String name, Class<?> type, Class<?>... generics) {
		return null;
	}

	@Override
	@SuppressWarnings("rawtypes")
	public Publisher<Response<ServiceInstance>> choose(Request request) {
		this.asked.add(request);
		ServiceInstance next = (this.answers.size() > 1) ? this.answers.remove() : this.answers.peek();
		return Mono.just((next != null) ? new DefaultResponse(next) : new EmptyResponse());
	}

	@Override
	public void onStart(Request<RetryableRequestContext> request) {
		this.events.add("start");
	}

	@Override
	public void onStartRequest(Request<RetryableRequestContext> request, Response<ServiceInstance> chosen) {
		this.events.add("request " + chosen.getServer().getHost());
	}

	@Override
	public void onComplete(CompletionContext<ResponseData, ServiceInstance, RetryableRequestContext> context) {
		this.events.add(context.status().name());
		this.completed.add(context);
	}

}
