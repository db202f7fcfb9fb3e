package io.conpool.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.interop.Load.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content that comes back while it is sent, with the client's defaults: every byte of it,
 * and nobody else's calls are lost by it.
 */
@Tag("interop")
class EchoTests {

	private static final long LARGE = 32L << 20;

	private static final long MEDIUM = 16L << 20;

	private static final long SMALL = 8L << 20;

	private static final int GETS = 500;

	@RegisterExtension
	final Servers servers = new Servers();

	/**
	 * Not with nginx, which sends no more of a request whose response has begun (seen
	 * with other clients, too, by HTTP/1.1 as well).
	 */
	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NGINX")
	void contentComesBack(Peer peer) throws Exception {
		Site site = peer.start(this.servers);
		assertComesBack(this.servers.client(site), site, MEDIUM);
	}

	@ParameterizedTest
	@EnumSource(names = { "HAPROXY", "CADDY" })
	void muchContentComesBackFromAProxy(Peer peer) throws Exception {
		Site site = peer.start(this.servers);
		assertComesBack(this.servers.client(site), site, LARGE);
	}

	@ParameterizedTest
	@EnumSource(names = { "HAPROXY", "CADDY" })
	void getsBesideEchoesAreAnswered(Peer peer) throws Exception {
		Site site = peer.start(this.servers);
		H2Client client = this.servers.client(site);
		List<CompletableFuture<Void>> echoes = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			echoes.add(CompletableFuture.runAsync(() -> assertComesBack(client, site, SMALL)));
		}
		Result gets = new Load(client, H2Request.get(site.uri(Paths.CONTENT)).build(), ServerProcess.CONTENT).run(GETS,
				10);
		gets.tally().assertAllAnswered(GETS);
		CompletableFuture.allOf(echoes.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
	}

	private static void assertComesBack(H2Client client, Site site, long size) {
		RequestBody content = RequestBody.inputStream(() -> new Pattern(size), size);
		try (StreamedResponse response = client.stream(H2Request.post(site.uri(Paths.ECHO), content).build());
				InputStream in = response.body().inputStream()) {
			assertThat(response.status()).isEqualTo(200);
			assertThat(Pattern.compared(in)).isEqualTo(size);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
