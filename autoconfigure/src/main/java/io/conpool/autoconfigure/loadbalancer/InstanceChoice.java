package io.conpool.autoconfigure.loadbalancer;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.conpool.call.Route;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Response;

/**
 * The choice of an instance for one attempt. The load balancer's first word counts,
 * unless the instance has just failed this call or cannot be reached: then it is asked
 * again a few times, and of all that it named the least doubtful one is taken. Its steps
 * follow each other.
 */
final class InstanceChoice {

	/** How often the load balancer is asked again at most. */
	static final int FURTHER_CHOICES = 5;

	private final ServiceLoadBalancer loadBalancer;

	private final InstanceProbe probe;

	private final LoadBalancerRequest request;

	private final @Nullable Endpoint failed;

	private final Set<Endpoint> unreachable = new HashSet<>();

	/** From the best to the worst. */
	private enum Doubt {

		NONE, FAILED_BEFORE, UNREACHABLE

	}

	private record Candidate(InstanceRoute route, Doubt doubt) {

		Candidate orBetter(@Nullable Candidate other) {
			return (other != null && other.doubt.compareTo(this.doubt) <= 0) ? other : this;
		}

	}

	/**
	 * Makes a choice that is still to be begun.
	 * @param loadBalancer chooses
	 * @param probe knows which instances cannot be reached
	 * @param request the client's request
	 * @param failed the route of the attempt before, or null
	 */
	InstanceChoice(ServiceLoadBalancer loadBalancer, InstanceProbe probe, H2Request request,
			@Nullable InstanceRoute failed) {
		this.loadBalancer = loadBalancer;
		this.probe = probe;
		this.request = loadBalancer.request(request, (failed != null) ? failed.instance() : null);
		this.failed = (failed != null) ? failed.endpoint() : null;
	}

	/**
	 * Begins the choice; once.
	 * @return completes with the route, or exceptionally if there is none
	 */
	CompletableFuture<Route> begin() {
		this.loadBalancer.lifecycles().start(this.request);
		CompletableFuture<Candidate> choice = choose(FURTHER_CHOICES, null);
		return choice.<Route>thenApply(this::taken).whenComplete((route, thrown) -> {
			if (thrown != null) {
				this.loadBalancer.lifecycles().discarded(this.request);
			}
		});
	}

	private CompletableFuture<Candidate> choose(int further, @Nullable Candidate before) {
		return Mono.defer(() -> this.loadBalancer.choose(this.request)).toFuture().thenCompose((chosen) -> {
			Candidate best = candidate(chosen).orBetter(before);
			return (best.doubt() == Doubt.NONE || further == 0) ? CompletableFuture.completedFuture(best)
					: choose(further - 1, best);
		});
	}

	private Candidate candidate(@Nullable Response<ServiceInstance> chosen) {
		ServiceInstance instance = (chosen != null) ? chosen.getServer() : null;
		if (chosen == null || instance == null) {
			throw new H2Error.NoRoute("service '" + this.loadBalancer.service() + "' has no instance", null)
				.asException();
		}
		Endpoint endpoint = InstanceRoute.endpoint(instance);
		return new Candidate(
				new InstanceRoute(instance, endpoint, this.request, chosen, this.loadBalancer.lifecycles()),
				doubt(endpoint));
	}

	private Doubt doubt(Endpoint endpoint) {
		if (this.probe.isUnreachable(endpoint)) {
			this.unreachable.add(endpoint);
			return Doubt.UNREACHABLE;
		}
		return endpoint.equals(this.failed) ? Doubt.FAILED_BEFORE : Doubt.NONE;
	}

	/** Who is passed over is found out about without a request that has to wait. */
	private InstanceRoute taken(Candidate best) {
		if (best.doubt() != Doubt.UNREACHABLE) {
			this.unreachable.forEach(this.probe::begin);
		}
		return best.route();
	}

}
