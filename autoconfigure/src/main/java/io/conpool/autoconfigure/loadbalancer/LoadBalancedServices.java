package io.conpool.autoconfigure.loadbalancer;

import io.conpool.autoconfigure.ServiceRouting;
import io.conpool.call.Routing;
import io.conpool.pool.Conpool;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the routings of clients over the load balancers of their services. Immutable.
 *
 * @param loadBalancers Spring Cloud's, by service
 */
record LoadBalancedServices(ReactiveLoadBalancer.Factory<ServiceInstance> loadBalancers) implements ServiceRouting {

	/** The load balancer's own context is started by the first request. */
	@Override
	public Routing of(String service, Conpool<?> pool) {
		InstanceProbe probe = new InstanceProbe(pool);
		return new LoadBalancedRouting(service, SingletonSupplier.of(() -> {
			ServiceLoadBalancer loadBalancer = ServiceLoadBalancer.of(service, this.loadBalancers);
			return new LoadBalancedRouting.Parts(loadBalancer,
					new VanishedInstances(loadBalancer::instances, pool::forget, System::nanoTime));
		}), probe);
	}

}
