package io.conpool.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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

	private static final int ROUNDS = 10;

	private static final int BYSTANDERS = 500;

	private static final Duration TIMEOUT = Duration.ofMillis(NettyPaths.LATE_MILLIS * 3 / 4);

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
		List<CompletableFuture<Void>> readers = new ArrayList<>();
		for (int i = 0; i < AT_ONCE; i++) {
			readers.add(CompletableFuture.runAsync(() -> readTheBeginning(client, download)));
		}
		CompletableFuture.allOf(readers.toArray(new CompletableFuture<?>[0])).get(30, TimeUnit.SECONDS);
	}

	/** So much that the windows have grown, and the rest is on its way. */
	private static void readTheBeginning(H2Client client, H2Request download) {
		try (StreamedResponse response = client.stream(download); InputStream in = response.body().inputStream()) {
			assertThat(in.readNBytes(LARGE / 4)).hasSize(LARGE / 4);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void answersThatComeTooLateHarmNobody() throws Exception {
		assertLateAnswersHarmNobody(100, Duration.ofSeconds(4));
	}

	@Tag("long")
	@Test
	void answersThatComeTooLateForAMinuteHarmNobody() throws Exception {
		assertLateAnswersHarmNobody(30, Duration.ofMinutes(1));
	}

	private void assertLateAnswersHarmNobody(int perSecond, Duration duration) throws Exception {
		Site site = Peer.NGINX.start(this.servers);
		H2Client client = this.servers.client(site);
		H2Request late = H2Request.get(site.uri(NettyPaths.LATE)).timeout(TIMEOUT).build();
		SteadyLoad load = this.servers.closing(new SteadyLoad(client, late, "", perSecond));
		SteadyLoad bystanders = this.servers.closing(new SteadyLoad(client,
				H2Request.get(site.uri(Paths.CONTENT)).build(), ServerProcess.CONTENT, perSecond));
		CompletableFuture<Tally> timedOut = load.start(duration);
		Tally answered = bystanders.send(duration);
		bystanders.awaitEnd();
		answered.assertAllAnswered(bystanders.calls(duration));
		load.awaitEnd();
		assertThat(timedOut.join().errors()).containsOnlyKeys("timeout");
		assertNoConnectionEndedByFault(client, late.endpoint());
	}

	/** Nginx itself ends connections after 1,000 requests, by GOAWAY. */
	private static void assertNoConnectionEndedByFault(H2Client client, Endpoint endpoint) {
		assertThat(client.stats().get(endpoint).closed().get(CloseReason.PEER_CLOSED)).isZero();
	}

}
