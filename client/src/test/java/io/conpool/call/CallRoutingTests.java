package io.conpool.call;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.testing.FakeConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A routing chooses where each attempt goes.
 */
class CallRoutingTests {

	private static final H2Error REFUSED = new H2Error.StreamReset(1, Http2ErrorCode.REFUSED_STREAM);

	private static final H2Error LOST = new H2Error.ConnectionLost(CallFixture.ENDPOINT, true, null);

	private final List<@Nullable Route> failed = new ArrayList<>();

	private final Queue<CompletableFuture<Route>> answers = new ArrayDeque<>();

	private final CallFixture fixture = new CallFixture().routing((request, last) -> {
		this.failed.add(last);
		CompletableFuture<Route> next = this.answers.poll();
		return (next != null) ? next : CompletableFuture.completedFuture(() -> instance(this.failed.size()));
	});

	private static Endpoint instance(int number) {
		return new Endpoint(Endpoint.Scheme.HTTP, "instance-" + number, 8080);
	}

	private List<Endpoint> dialled() {
		return this.fixture.handler.dials().stream().map((dial) -> dial.endpoint()).toList();
	}

	@Test
	void anAttemptGoesWhereTheRouteLeads() {
		this.fixture.connectsAtOnce().start();
		assertThat(dialled()).containsExactly(instance(1));
		assertThat(this.fixture.exchange().request()).returns(instance(1), H2Request::endpoint)
			.returns("/path", H2Request::path)
			.returns("example.org", (request) -> request.uri().getHost());
		this.fixture.exchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
		assertThat(this.failed).hasSize(1).containsOnlyNulls();
	}

	@Test
	void aReplayAsksForAnotherRouteAndNamesTheOneThatFailed() {
		Route first = () -> instance(1);
		this.answers.add(CompletableFuture.completedFuture(first));
		this.fixture.connectsAtOnce().start("POST");
		this.fixture.exchange().sent().fail(REFUSED);
		assertThat(dialled()).containsExactly(instance(1), instance(2));
		assertThat(this.failed).containsExactly(null, first);
	}

	@Test
	void aReplayIsCountedWhereTheAttemptWent() {
		List<Endpoint> told = new ArrayList<>();
		this.fixture.connectsAtOnce().start("GET", CallFixture.LIMIT, new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				told.add(endpoint);
			}
		});
		this.fixture.exchange().fail(REFUSED);
		assertThat(told).containsExactly(instance(1));
	}

	@Test
	void aDialThatFailsLeadsToAnotherRoute() {
		this.fixture.start("POST");
		H2Error error = new H2Error.ConnectionFailed(instance(1), new IllegalStateException());
		this.fixture.handler.lastDial().fail(error);
		assertThat(dialled()).containsExactly(instance(1), instance(2));
		assertThat(this.fixture.replayed).containsExactly(error);
		this.fixture.handler.lastDial().succeed().lastExchange().respond(200);
		assertThat(this.fixture.status()).isEqualTo(200);
	}

	@Test
	void dialsThatFailCountAsReplays() {
		this.fixture.start();
		for (int i = 0; i <= CallFixture.MAX_REPLAYS; i++) {
			this.fixture.handler.lastDial().fail(new H2Error.ConnectionTimeout(instance(i), CallFixture.LIMIT));
		}
		assertThat(this.fixture.error())
			.isEqualTo(new H2Error.ConnectionTimeout(instance(CallFixture.MAX_REPLAYS), CallFixture.LIMIT));
		assertThat(dialled()).hasSize(1 + CallFixture.MAX_REPLAYS);
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aDialThatWouldFailAgainEndsTheCall() {
		this.fixture.start();
		H2Error error = new H2Error.TlsHandshakeFailed(instance(1), "untrusted", false, null);
		this.fixture.handler.lastDial().fail(error);
		assertThat(this.fixture.error()).isSameAs(error);
		assertThat(dialled()).hasSize(1);
	}

	@Test
	void contentThatCanBeHadOnceIsStillThereWhenADialFailed() {
		Flow.Publisher<ByteBuffer> once = (subscriber) -> {
		};
		H2Request request = H2Request.post("https://example.org/", RequestBody.publisher(once, -1)).build();
		this.fixture.start(request, CallFixture.LIMIT, new CallListener() {
		});
		this.fixture.handler.lastDial().fail(new H2Error.ConnectionTimeout(instance(1), CallFixture.LIMIT));
		this.fixture.handler.lastDial().succeed();
		this.fixture.exchange().sent().fail(REFUSED);
		assertThat(this.fixture.error()).isSameAs(REFUSED);
		assertThat(dialled()).hasSize(2);
	}

	@Test
	void aRetryAsksForARouteToo() {
		this.fixture.settings.maxRetries(1);
		this.fixture.connectsAtOnce().start();
		this.fixture.exchange().sent().fail(LOST);
		this.fixture.scheduler.advance(CallFixture.LIMIT.dividedBy(2));
		assertThat(dialled()).containsExactly(instance(1), instance(2));
	}

	// No route

	static Stream<Arguments> faults() {
		IllegalStateException fault = new IllegalStateException("no instance of orders");
		H2Error typed = new H2Error.NoRoute("none left", null);
		return Stream.of(arguments((Routing) (request, last) -> {
			throw fault;
		}, "no instance of orders"),
				arguments((Routing) (request, last) -> CompletableFuture.failedFuture(fault), "no instance of orders"),
				arguments((Routing) (request, last) -> CompletableFuture.failedFuture(new CompletionException(fault)),
						"no instance of orders"),
				arguments((Routing) (request, last) -> CompletableFuture.failedFuture(typed.asException()),
						"none left"),
				arguments((Routing) (request, last) -> CompletableFuture.completedFuture(() -> {
					throw fault;
				}), "no instance of orders"), arguments((Routing) (request, last) -> null, ""),
				arguments((Routing) (request, last) -> CompletableFuture.completedFuture(null), ""),
				arguments((Routing) (request, last) -> CompletableFuture.completedFuture(() -> null), ""));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void aRoutingThatGivesNoneEndsTheCall(Routing routing, String words) {
		CallFixture routed = new CallFixture().routing(routing);
		routed.start("POST");
		assertThat(routed.error()).isInstanceOf(H2Error.NoRoute.class);
		assertThat(routed.error().isUnprocessed()).isTrue();
		assertThat(routed.error().message()).startsWith("no route: ").contains(words);
		assertThat(routed.handler.dials()).isEmpty();
		assertThat(routed.timers()).isZero();
	}

	@Test
	void noFurtherRouteDoesNotUndoWhatAnAttemptMayHaveDone() {
		this.fixture.settings.maxRetries(1);
		this.fixture.connectsAtOnce().start();
		this.answers.add(CompletableFuture.failedFuture(new IllegalStateException("none")));
		this.fixture.exchange().sent().fail(LOST);
		this.fixture.scheduler.advance(CallFixture.LIMIT.dividedBy(2));
		assertThat(this.fixture.error()).isSameAs(LOST);
	}

	// A route that is waited for

	private CompletableFuture<Route> startWithPendingRoute() {
		CompletableFuture<Route> pending = new CompletableFuture<>();
		this.answers.add(pending);
		this.fixture.connectsAtOnce().start();
		return pending;
	}

	@Test
	void aRouteMayTakeItsTime() {
		CompletableFuture<Route> pending = startWithPendingRoute();
		assertThat(dialled()).isEmpty();
		pending.complete(() -> instance(7));
		assertThat(dialled()).containsExactly(instance(7));
	}

	@Test
	void aRouteThatComesAfterTheDeadlineIsDropped() {
		CompletableFuture<Route> pending = startWithPendingRoute();
		this.fixture.scheduler.advance(CallFixture.LIMIT);
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Timeout(CallFixture.LIMIT, false));
		pending.complete(() -> instance(7));
		assertThat(dialled()).isEmpty();
	}

	@Test
	void aRouteThatComesAfterTheCancellingIsDropped() {
		CompletableFuture<Route> pending = startWithPendingRoute();
		this.fixture.call().cancel();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(false));
		pending.complete(() -> instance(7));
		assertThat(dialled()).isEmpty();
		assertThat(this.fixture.timers()).isZero();
	}

	@Test
	void aCallThatWaitsForARouteEndsWithItsClient() {
		CompletableFuture<Route> pending = startWithPendingRoute();
		this.fixture.context().close();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.ClientClosed());
		pending.complete(() -> instance(7));
		assertThat(dialled()).isEmpty();
	}

	@Test
	void aRequestThatWasRefusedIsNotSaidToBeSentWhileItWaitsForTheNextRoute() {
		this.fixture.connectsAtOnce().start();
		this.answers.add(new CompletableFuture<>());
		this.fixture.exchange().sent().fail(REFUSED);
		this.fixture.call().cancel();
		assertThat(this.fixture.error()).isEqualTo(new H2Error.Cancelled(false));
	}

	@Test
	void furtherRoutesAreAskedForWhereCodeOfTheApplicationMayRun() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		CallContext<FakeConnection> context = new CallContext<>(this.fixture.connectsAtOnce().pool,
				CallConfig.defaults(), (request, last) -> {
					this.failed.add(last);
					return CompletableFuture.completedFuture(() -> instance(1));
				}, new CallListener() {
				}, tasks::add, this.fixture.scheduler);
		CompletableFuture<Outcome<H2Response>> outcome = Call.whole(CallFixture.request("GET"), context).start();
		assertThat(this.failed).hasSize(1);
		this.fixture.exchange().fail(REFUSED);
		assertThat(this.failed).hasSize(1);
		tasks.remove().run();
		assertThat(this.failed).hasSize(2);
		this.fixture.exchange().respond(200);
		assertThat(outcome).isDone();
	}

}
