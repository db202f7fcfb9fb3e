package io.conpool.autoconfigure.loadbalancer;

import java.util.List;

import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycleValidator;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;

/**
 * Spring Cloud's load balancer of one service with what belongs to it; its beans were
 * looked up once. Immutable.
 *
 * @param service the service's id
 * @param factory has the service's properties, which can change
 * @param chooser chooses instances, or null if there is none
 * @param lifecycles hear of each choice and of what came of it
 * @param supplier lists the instances, or null if the chooser does not need it
 */
record ServiceLoadBalancer(String service, ReactiveLoadBalancer.Factory<ServiceInstance> factory,
		@Nullable ReactiveLoadBalancer<ServiceInstance> chooser, Lifecycles lifecycles,
		@Nullable ServiceInstanceListSupplier supplier) {

	private static final String DEFAULT_HINT = "default";

	// The validator, the map and the context's lookup know raw types and nulls only.
	@SuppressWarnings({ "unchecked", "rawtypes" })
	static ServiceLoadBalancer of(String service, ReactiveLoadBalancer.Factory<ServiceInstance> factory) {
		List lifecycles = List.copyOf(LoadBalancerLifecycleValidator.getSupportedLifecycleProcessors(
				factory.getInstances(service, LoadBalancerLifecycle.class), RequestDataContext.class,
				ResponseData.class, ServiceInstance.class));
		return new ServiceLoadBalancer(service, factory, factory.getInstance(service), new Lifecycles(lifecycles),
				factory.getInstance(service, ServiceInstanceListSupplier.class));
	}

	/** The request as choosers know requests. */
	LoadBalancerRequest request(H2Request request, @Nullable ServiceInstance failed) {
		return LoadBalancerRequest.of(request, failed, hint());
	}

	private String hint() {
		LoadBalancerProperties properties = this.factory.getProperties(this.service);
		if (properties == null) {
			return DEFAULT_HINT;
		}
		String common = properties.getHint().getOrDefault(DEFAULT_HINT, DEFAULT_HINT);
		return properties.getHint().getOrDefault(this.service, common);
	}

	/** Without an instance it is empty, or a response without one. */
	Mono<Response<ServiceInstance>> choose(LoadBalancerRequest request) {
		ReactiveLoadBalancer<ServiceInstance> present = this.chooser;
		return (present != null) ? Mono.from(present.choose(request)) : Mono.empty();
	}

	/** The instances that there are at present, in one list. */
	Mono<List<ServiceInstance>> instances() {
		ServiceInstanceListSupplier present = this.supplier;
		Flux<List<ServiceInstance>> lists = (present != null) ? present.get() : Flux.empty();
		return lists.next();
	}

}
