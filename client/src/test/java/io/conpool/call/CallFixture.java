package io.conpool.call;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.AccessMode;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import io.conpool.pool.PoolStats;
import io.conpool.testing.FakeConnection;
import io.conpool.testing.FakeExchange;
import io.conpool.testing.FakeHandler;
import io.conpool.testing.ManualScheduler;

/**
 * Calls over a real pool of connections that are made by hand. Confined to one thread.
 */
final class CallFixture {

	static final Endpoint ENDPOINT = new Endpoint(Endpoint.Scheme.HTTPS, "example.org", 443);

	static final Duration LIMIT = Duration.ofSeconds(5);

	static final int MAX_REPLAYS = 3;

	final ManualScheduler scheduler = new ManualScheduler();

	final FakeHandler handler;

	final Conpool<FakeConnection> pool;

	final CallConfig.Builder settings = CallConfig.builder().maxReplays(MAX_REPLAYS);

	final List<H2Error> replayed = new ArrayList<>();

	private final int timersOfThePool;

	private Routing routing = Routing.direct();

	private CallContext<FakeConnection> context;

	private Call<FakeConnection, H2Response> call;

	private CompletableFuture<Outcome<H2Response>> outcome;

	CallFixture(int capacity, Consumer<PoolConfig.Builder> settings) {
		PoolConfig.Builder config = PoolConfig.builder()
			.maxConnections(1)
			.connectRetries(0)
			.acquireTimeout(Duration.ofMinutes(1));
		settings.accept(config);
		this.handler = new FakeHandler(new AccessMode.Shared(capacity));
		this.pool = new Conpool<>(this.handler, config.build(), this.scheduler, new PoolListener() {
		});
		this.timersOfThePool = this.scheduler.pending();
	}

	CallFixture() {
		this(10, (config) -> {
		});
	}

	CallFixture connectsAtOnce() {
		this.handler.connectsAtOnce();
		return this;
	}

	CallFixture routing(Routing chosen) {
		this.routing = chosen;
		return this;
	}

	static H2Request request(String method) {
		return H2Request.builder(method, URI.create("https://example.org/path")).build();
	}

	CompletableFuture<Outcome<H2Response>> start() {
		return start("GET");
	}

	CompletableFuture<Outcome<H2Response>> start(String method) {
		return start(method, LIMIT, new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				CallFixture.this.replayed.add(error);
			}
		});
	}

	CompletableFuture<Outcome<H2Response>> start(String method, Duration limit, CallListener listener) {
		return start(request(method), limit, listener);
	}

	CompletableFuture<Outcome<H2Response>> start(H2Request request, Duration limit, CallListener listener) {
		CallConfig config = this.settings.requestTimeout(limit).build();
		this.context = new CallContext<>(this.pool, config, this.routing, listener, Runnable::run, this.scheduler);
		this.call = Call.whole(request, this.context);
		this.outcome = this.call.start();
		return this.outcome;
	}

	CallContext<FakeConnection> context() {
		return this.context;
	}

	Call<FakeConnection, H2Response> call() {
		return this.call;
	}

	/** The exchanges on all connections, oldest first. */
	List<FakeExchange> exchanges() {
		return this.handler.connections().stream().flatMap((connection) -> connection.exchanges().stream()).toList();
	}

	FakeExchange exchange() {
		return this.handler.connections().get(this.handler.connections().size() - 1).lastExchange();
	}

	PoolStats stats() {
		return Objects.requireNonNull(this.pool.stats(ENDPOINT));
	}

	/** Lets the longest pause before a replay pass, its variation included. */
	void passReplayPause() {
		this.scheduler.advance(Duration.ofMillis(600));
	}

	/** Timers that are not the pool's own. */
	int timers() {
		return this.scheduler.pending() - this.timersOfThePool;
	}

	H2Error error() {
		return error(this.outcome);
	}

	static H2Error error(CompletableFuture<Outcome<H2Response>> outcome) {
		Outcome<H2Response> ended = Objects.requireNonNull(outcome.getNow(null), "not ended yet");
		return ((Outcome.Failure<H2Response>) ended).error();
	}

	H2Response response() {
		Outcome<H2Response> ended = Objects.requireNonNull(this.outcome.getNow(null), "not ended yet");
		return ended.orThrow();
	}

	int status() {
		return response().status();
	}

	static H2Error notSent() {
		return new H2Error.NotSent(ENDPOINT, "the connection is DRAINING");
	}

}
