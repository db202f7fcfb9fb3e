package io.conpool.interop;

import java.util.Map;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.interop.Load.Result;
import io.conpool.pool.PoolStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The load that every server has to answer completely. Stateless.
 */
final class EveryRequest {

	/** What the POSTs carry: 1 KiB. */
	static final String POSTED = "fedcba9876543210".repeat(64);

	private static final int GETS = 20_000;

	private static final int POSTS = 2_000;

	private static final int AT_ONCE = 500;

	private EveryRequest() {
	}

	static void getIsAnswered(H2Client client, ServerProcess server) throws Exception {
		H2Request request = H2Request.get(server.uri("/content.txt")).build();
		isAnswered(new Load(client, request, ServerProcess.CONTENT), GETS);
		assertNothingLeft(client, server);
	}

	static void postIsAnswered(H2Client client, ServerProcess server, String path, String answer) throws Exception {
		H2Request request = H2Request.post(server.uri(path), RequestBody.utf8(POSTED)).build();
		isAnswered(new Load(client, request, answer), POSTS);
		assertNothingLeft(client, server);
	}

	private static void isAnswered(Load load, int requests) throws Exception {
		Result result = load.run(requests, AT_ONCE);
		assertThat(result.errors()).isEmpty();
		assertThat(result.answers()).isEqualTo(Map.of(200, requests));
		assertThat(result.wrongBodies()).isZero();
		assertThat(result.mostInFlight()).isEqualTo(AT_ONCE);
	}

	/** No stream, and nobody who waits for one, is forgotten. */
	private static void assertNothingLeft(H2Client client, ServerProcess server) {
		PoolStats stats = client.stats().get(server.endpoint());
		assertThat(stats.openStreams()).isZero();
		assertThat(stats.active()).isZero();
		assertThat(stats.waiters()).isZero();
	}

}
