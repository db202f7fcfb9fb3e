package io.conpool.autoconfigure.loadbalancer;

import io.conpool.call.Route;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Response;

/**
 * The way of one attempt to one instance. Immutable.
 *
 * @param instance the instance
 * @param endpoint the instance's endpoint
 * @param request what it was chosen for
 * @param chosen the load balancer's answer
 * @param lifecycles hear of the attempt
 */
record InstanceRoute(ServiceInstance instance, Endpoint endpoint, LoadBalancerRequest request,
		Response<ServiceInstance> chosen, Lifecycles lifecycles) implements Route {

	/**
	 * The endpoint of an instance: over TLS if it is said to be secure, else in
	 * cleartext.
	 * @param instance the instance; one without a port has that of its scheme
	 * @return the endpoint
	 * @throws IllegalArgumentException if it has no host, or a wrong one
	 */
	static Endpoint endpoint(ServiceInstance instance) {
		boolean secure = instance.isSecure() || "https".equalsIgnoreCase(instance.getScheme());
		int port = (instance.getPort() > 0) ? instance.getPort() : secure ? 443 : 80;
		return new Endpoint(secure ? Endpoint.Scheme.HTTPS : Endpoint.Scheme.HTTP, instance.getHost(), port);
	}

	@Override
	public void onBegin() {
		this.lifecycles.startRequest(this.request, this.chosen);
	}

	@Override
	public void onEnd(int status, @Nullable H2Error error) {
		if (error != null) {
			this.lifecycles.failed(this.request, this.chosen, error);
		}
		else {
			this.lifecycles.succeeded(this.request, this.chosen, status);
		}
	}

}
