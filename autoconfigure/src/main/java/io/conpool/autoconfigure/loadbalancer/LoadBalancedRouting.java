package io.conpool.autoconfigure.loadbalancer;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.conpool.call.Route;
import io.conpool.call.Routing;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

/**
 * Routes the requests of one client to the instances of a service; what goes to another
 * origin goes there. Safe for use by several threads.
 */
final class LoadBalancedRouting implements Routing {

	private final Endpoint origin;

	private final Supplier<Parts> parts;

	private final InstanceProbe probe;

	/**
	 * What is looked up for the first request.
	 *
	 * @param loadBalancer chooses the instances
	 * @param vanished sees which ones are gone
	 */
	record Parts(ServiceLoadBalancer loadBalancer, VanishedInstances vanished) {
	}

	/**
	 * Makes a routing.
	 * @param service the host of the URIs that are meant
	 * @param parts asked for each request, and expected to give the same each time
	 * @param probe knows which instances cannot be reached
	 */
	LoadBalancedRouting(String service, Supplier<Parts> parts, InstanceProbe probe) {
		this.origin = Endpoint.of(URI.create("http://" + service));
		this.parts = parts;
		this.probe = probe;
	}

	@Override
	public CompletionStage<Route> route(H2Request request, @Nullable Route failed) {
		if (!request.endpoint().equals(this.origin)) {
			return CompletableFuture.completedFuture(request::endpoint);
		}
		Parts present = this.parts.get();
		present.vanished().look();
		return new InstanceChoice(present.loadBalancer(), this.probe, request,
				(failed instanceof InstanceRoute before) ? before : null)
			.begin();
	}

}
