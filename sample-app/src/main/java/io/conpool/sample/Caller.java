package io.conpool.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAccumulator;

import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.pool.PoolStats;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Calls the {@link Upstream} many times at once as soon as the application is ready.
 */
@Component
class Caller {

	private static final int REQUESTS = 1_000;

	private final H2Client client;

	private final Greetings greetings;

	private final Environment environment;

	Caller(H2Client client, Greetings greetings, Environment environment) {
		this.client = client;
		this.greetings = greetings;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void callAndPrint() {
		String upstream = "https://localhost:" + this.environment.getProperty("local.server.port") + "/hello";
		String actuator = "http://localhost:" + this.environment.getProperty("local.management.port") + "/actuator/";
		Report report = call(URI.create(upstream), REQUESTS);
		System.out.printf("%n%,d concurrent requests to %s%n%n%s%n", REQUESTS, upstream, report);
		System.out.printf("By @HttpExchange over the same connections: %s%n%n",
				this.greetings.hello(URI.create(upstream)));
		System.out.printf("Still running, stop with Ctrl-C. See%n  %shealth%n  %sprometheus%n  %sh2conpool%n", actuator,
				actuator, actuator);
	}

	Report call(URI uri, int requests) {
		LongAccumulator mostStreams = new LongAccumulator(Math::max, 0);
		List<CompletableFuture<Result>> calls = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			long begin = System.nanoTime();
			calls.add(this.client.sendAsync(H2Request.builder("GET", uri).build()).handle((response, thrown) -> {
				long latency = System.nanoTime() - begin;
				mostStreams.accumulate(openStreams());
				return new Result(isOk(response), latency);
			}));
			mostStreams.accumulate(openStreams());
		}
		List<Result> results = calls.stream().map(CompletableFuture::join).toList();
		long ok = results.stream().filter(Result::ok).count();
		PoolStats stats = this.client.stats().get(Endpoint.of(uri));
		return new Report(ok, requests - ok, (stats != null) ? stats.created() : 0, mostStreams.get(),
				results.stream().map(Result::latencyNanos).sorted().toList());
	}

	private long openStreams() {
		return this.client.stats().values().stream().mapToLong(PoolStats::openStreams).sum();
	}

	private static boolean isOk(@Nullable H2Response response) {
		return response != null && response.status() == 200;
	}

	private record Result(boolean ok, long latencyNanos) {
	}

}
