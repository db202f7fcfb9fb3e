package io.conpool.autoconfigure.loadbalancer;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.call.Route;
import io.conpool.call.Routing;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.pool.AccessMode;
import io.conpool.pool.ConnectionEvents;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.pool.ProtocolHandler;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.http.HttpMethod;

import static io.conpool.autoconfigure.loadbalancer.FakeLoadBalancers.instance;
import static org.assertj.core.api.Assertions.assertThat;

class LoadBalancedRoutingTests {

	private static final ServiceInstance A = instance("a");

	private static final ServiceInstance B = instance("b");

	private static final Endpoint AT_A = InstanceRoute.endpoint(A);

	private static final Endpoint AT_B = InstanceRoute.endpoint(B);

	private static final H2Request REQUEST = H2Request.get("http://orders/1").build();

	private final FakeLoadBalancers loadBalancers = new FakeLoadBalancers();

	private final Network network = new Network();

	private final StandingClock clock = new StandingClock();

	private final Conpool<String> pool = new Conpool<>(this.network, PoolConfig.builder().connectRetries(0).build(),
			this.clock, new PoolListener() {
			});

	private final Routing routing = new LoadBalancedServices(this.loadBalancers).of("orders", this.pool);

	private Route route() {
		return route(null);
	}

	private Route route(@Nullable Route failed) {
		return this.routing.route(REQUEST, failed).toCompletableFuture().join();
	}

	@Test
	void theInstanceThatTheLoadBalancerNamesIsTaken() {
		this.loadBalancers.answers(A, B);
		assertThat(route().endpoint()).isEqualTo(AT_A).hasToString("http://a:8080");
		assertThat(route().endpoint()).isEqualTo(AT_B);
		assertThat(this.loadBalancers.asked).hasSize(2);
	}

	@Test
	void whatGoesToAnotherOriginIsNotTheServices() {
		for (String uri : new String[] { "http://others/1", "https://orders/1", "http://orders:8080/1" }) {
			H2Request request = H2Request.get(uri).build();
			assertThat(this.routing.route(request, null).toCompletableFuture().join().endpoint())
				.isEqualTo(request.endpoint());
		}
		assertThat(this.loadBalancers.asked).isEmpty();
	}

	@Test
	void aSecureInstanceIsReachedOverTls() {
		this.loadBalancers.answers(new DefaultServiceInstance("s-1", "orders", "s", 0, true));
		assertThat(route().endpoint()).hasToString("https://s:443");
	}

	@Test
	void anInstanceThatFailedIsAvoidedIfThereIsAnother() {
		this.loadBalancers.answers(A, A, B);
		Route failed = route();
		assertThat(route(failed).endpoint()).isEqualTo(AT_B);
	}

	@Test
	void anInstanceThatFailedIsTakenAgainIfThereIsNoOther() {
		this.loadBalancers.answers(A);
		Route failed = route();
		assertThat(route(failed).endpoint()).isEqualTo(AT_A);
		assertThat(this.loadBalancers.asked).hasSize(1 + 1 + InstanceChoice.FURTHER_CHOICES);
	}

	@Test
	void anInstanceThatCannotBeReachedIsPassedOver() {
		this.network.down.add(AT_A);
		this.pool.acquire(AT_A);
		this.loadBalancers.answers(A, A, B);
		assertThat(route().endpoint()).isEqualTo(AT_B);
	}

	@Test
	void anInstanceThatFailedIsBetterThanOneThatCannotBeReached() {
		this.network.down.add(AT_A);
		this.pool.acquire(AT_A);
		this.loadBalancers.answers(B, A, B, A);
		Route failed = route();
		assertThat(route(failed).endpoint()).isEqualTo(AT_B);
	}

	@Test
	void anInstanceThatCannotBeReachedIsTakenIfThereIsNoOther() {
		this.network.down.add(AT_A);
		this.pool.acquire(AT_A);
		this.loadBalancers.answers(A);
		assertThat(route().endpoint()).isEqualTo(AT_A);
		assertThat(this.network.dials).isEqualTo(1);
	}

	@Test
	void anInstanceThatWasPassedOverIsTriedAgainAfterThePause() {
		this.network.down.add(AT_A);
		this.pool.acquire(AT_A);
		this.network.down.clear();
		this.loadBalancers.answers(A, B, A, B, A);
		assertThat(route().endpoint()).isEqualTo(AT_B);
		assertThat(this.network.dials).isEqualTo(1);
		this.clock.nanos += Duration.ofMinutes(1).toNanos();
		assertThat(route().endpoint()).isEqualTo(AT_B);
		assertThat(this.network.dials).isEqualTo(2);
		assertThat(this.pool.stats(AT_A).idle()).isEqualTo(1);
		assertThat(route().endpoint()).isEqualTo(AT_A);
	}

	@Test
	void withoutAnInstanceThereIsNoRoute() {
		CompletionStage<Route> route = this.routing.route(REQUEST, null);
		assertThat(route.toCompletableFuture()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(H2ClientException.class)
			.withMessageContaining("service 'orders' has no instance");
		assertThat(this.loadBalancers.events).containsExactly("start", "DISCARD");
	}

	@Test
	void lifecyclesHearOfAnAttemptThatSucceeds() {
		this.loadBalancers.answers(A);
		Route route = route();
		route.onBegin();
		route.onEnd(404, null);
		assertThat(this.loadBalancers.events).containsExactly("start", "request a", "SUCCESS");
		assertThat(this.loadBalancers.completed).singleElement()
			.satisfies((context) -> assertThat(context.getClientResponse().getHttpStatus().value()).isEqualTo(404))
			.satisfies((context) -> assertThat(context.getLoadBalancerResponse().getServer()).isSameAs(A))
			.satisfies((context) -> assertThat(context.getLoadBalancerRequest())
				.isSameAs(this.loadBalancers.asked.get(0)));
	}

	@Test
	void lifecyclesHearOfAnAttemptThatFails() {
		this.loadBalancers.answers(A);
		Route route = route();
		route.onBegin();
		route.onEnd(0, new H2Error.ClientClosed());
		assertThat(this.loadBalancers.events).containsExactly("start", "request a", "FAILED");
		assertThat(this.loadBalancers.completed.get(0).getThrowable()).isInstanceOf(H2ClientException.class);
	}

	@Test
	void theLoadBalancerIsToldWhatItMayGoBy() {
		this.loadBalancers.properties.getHint().put("orders", "blue");
		this.loadBalancers.answers(A, B);
		H2Request request = H2Request.post("http://orders/1?a=b", RequestBody.utf8("x"))
			.header("x-sc-lb-hint", "green")
			.header("cookie", "sc-lb-instance-id=a-1; other=x")
			.uriTemplate("/{id}")
			.build();
		Route failed = this.routing.route(request, null).toCompletableFuture().join();
		this.routing.route(request, failed);
		RetryableRequestContext context = (RetryableRequestContext) this.loadBalancers.asked.get(1).getContext();
		RequestData data = context.getClientRequest();
		assertThat(context.getHint()).isEqualTo("blue");
		assertThat(context.getPreviousServiceInstance()).isSameAs(A);
		assertThat(data.getHttpMethod()).isEqualTo(HttpMethod.POST);
		assertThat(data.getUrl()).hasToString("http://orders/1?a=b");
		assertThat(data.getHeaders().getFirst("X-SC-LB-Hint")).isEqualTo("green");
		assertThat(data.getCookies().getFirst("sc-lb-instance-id")).isEqualTo("a-1");
		assertThat(data.getAttributes()).containsValue("/{id}");
		assertThat(this.loadBalancers.asked.get(1)).hasToString("POST orders");
	}

	/** Endpoints that are up or down. */
	private static final class Network implements ProtocolHandler<String> {

		private final Set<Endpoint> down = new HashSet<>();

		private int dials;

		@Override
		public CompletionStage<String> connect(Endpoint endpoint, ConnectionEvents events) {
			this.dials++;
			return this.down.contains(endpoint)
					? CompletableFuture
						.failedFuture(new H2Error.ConnectionFailed(endpoint, new IOException("refused")).asException())
					: CompletableFuture.completedFuture("connection " + this.dials);
		}

		@Override
		public AccessMode accessMode(String state) {
			return new AccessMode.Shared(10);
		}

		@Override
		public AccessMode assumedAccessMode(Endpoint endpoint) {
			return new AccessMode.Shared(10);
		}

		@Override
		public boolean isHealthy(String state) {
			return true;
		}

		@Override
		public CompletionStage<Void> close(String state) {
			return CompletableFuture.completedFuture(null);
		}

	}

	/** Nothing that is scheduled ever runs. */
	private static final class StandingClock implements Scheduler {

		private long nanos;

		@Override
		public long nanoTime() {
			return this.nanos;
		}

		@Override
		public Task schedule(Runnable task, Duration delay) {
			return () -> {
			};
		}

	}

}
