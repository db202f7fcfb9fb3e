package io.conpool.interop;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.CloseReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses that the application gives up while nginx sends them: nobody else's calls are
 * lost by it, and no connection is ended for what still comes.
 */
@Tag("interop")
class AbandonedResponsesTests {

	private static final int LARGE = 16 << 20;

	private static final int AT_ONCE = 5;

	private static final int ROUNDS = 5;

	private static final int BYSTANDERS = 500;

	private static final int TIMEOUTS_PER_SECOND = 30;

	private static final Duration TIMEOUT = Duration.ofMillis(NettyPaths.LATE_MILLIS * 3 / 4);

	private static final Duration DURATION = Duration.ofSeconds(4);

	@RegisterExtension
	final Servers servers = new Servers();

	@Test
	void downloadsThatAreClosedEarlyHarmNobody() throws Exception {
		ServerProcess server = this.servers.start(Nginx.before(this.servers.closing(new Backend())));
		Site site = server.site();
		Path files = Files.createDirectory(server.documents().resolve("files"));
		try (InputStream content = new Pattern(LARGE)) {
			Files.copy(content, files.resolve("large"));
		}
		H2Client client = this.servers.client(site);
		H2Request download = H2Request.get(site.uri("/files/large")).build();
		for (int round = 0; round < ROUNDS; round++) {
			closeEarly(client, download);
			new Load(client, H2Request.get(site.uri(Paths.CONTENT)).build(), ServerProcess.CONTENT).run(BYSTANDERS, 10)
				.tally()
				.assertAllAnswered(BYSTANDERS);
		}
		assertNoConnectionEndedByFault(client, server.endpoint());
	}

	private static void closeEarly(H2Client client, H2Request download) throws Exception {
		List<StreamedResponse> responses = new ArrayList<>();
		for (int i = 0; i < AT_ONCE; i++) {
			StreamedResponse response = client.stream(download);
			response.body().inputStream().readNBytes(1_000);
			responses.add(response);
		}
		responses.forEach(StreamedResponse::close);
	}

	@Test
	void answersThatComeTooLateHarmNobody() throws Exception {
		Site site = Peer.NGINX.start(this.servers);
		H2Client client = this.servers.client(site);
		H2Request late = H2Request.get(site.uri(NettyPaths.LATE)).timeout(TIMEOUT).build();
		SteadyLoad load = this.servers.closing(new SteadyLoad(client, late, "", TIMEOUTS_PER_SECOND));
		SteadyLoad bystanders = this.servers.closing(new SteadyLoad(client,
				H2Request.get(site.uri(Paths.CONTENT)).build(), ServerProcess.CONTENT, TIMEOUTS_PER_SECOND));
		for (int second = 0; second < DURATION.toSeconds(); second++) {
			Tally timedOut = load.send(Duration.ofSeconds(1));
			Tally answered = bystanders.send(Duration.ofSeconds(1));
			load.awaitEnd();
			bystanders.awaitEnd();
			assertThat(timedOut.errors()).containsOnlyKeys("timeout");
			answered.assertAllAnswered(TIMEOUTS_PER_SECOND);
		}
		assertNoConnectionEndedByFault(client, late.endpoint());
	}

	/** Nginx itself ends connections after 1,000 requests, by GOAWAY. */
	private static void assertNoConnectionEndedByFault(H2Client client, Endpoint endpoint) {
		assertThat(client.stats().get(endpoint).closed().get(CloseReason.PEER_CLOSED)).isZero();
	}

}
