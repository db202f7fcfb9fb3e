package io.conpool.interop;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Proxies that replace their processes gracefully under load: every GET is answered, and
 * every POST arrives once.
 */
@Tag("interop")
class GracefulReloadTests {

	private static final int AT_ONCE = 50;

	@RegisterExtension
	final Servers servers = new Servers();

	/**
	 * Without httpd: in some restarts one of its processes takes a new connection with
	 * its requests and closes it without a frame, so that a POST may have been processed.
	 */
	@ParameterizedTest
	@EnumSource(names = { "NGINX", "HAPROXY", "CADDY" })
	void nothingIsLostOrDoubled(Peer peer) throws Exception {
		assertNothingLostOrDoubled(peer, 4_000, 1_000);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "NGINX", "HTTPD", "HAPROXY", "CADDY" })
	void nothingIsLostOrDoubledInALongRun(Peer peer) throws Exception {
		assertNothingLostOrDoubled(peer, 40_000, 4_000);
	}

	/** Every other request is a POST with an id of its own. */
	private void assertNothingLostOrDoubled(Peer peer, int requests, int reloadEvery) throws Exception {
		Backend backend = this.servers.closing(new Backend());
		ServerProcess server = this.servers.start(peer.proxyOf(backend));
		H2Client client = this.servers.client(server.site());
		Tally tally = new Load(client, (number) -> request(server, number), ServerProcess.CONTENT)
			.interruptedEvery(reloadEvery, server::reload)
			.run(requests, AT_ONCE)
			.tally();
		tally.assertAllAnswered(requests);
		Map<String, Integer> once = IntStream.range(0, requests)
			.filter(GracefulReloadTests::isPost)
			.boxed()
			.collect(Collectors.toMap(String::valueOf, (number) -> 1));
		assertThat(new TreeMap<>(backend.ids())).isEqualTo(new TreeMap<>(once));
	}

	private static H2Request request(ServerProcess server, int number) {
		return isPost(number)
				? H2Request.post(server.uri(NettyPaths.COUNT + number), RequestBody.utf8("content")).build()
				: H2Request.get(server.uri(Paths.CONTENT)).build();
	}

	private static boolean isPost(int number) {
		return number % 2 == 1;
	}

}
