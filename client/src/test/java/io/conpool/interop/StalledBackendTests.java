package io.conpool.interop;

import java.time.Duration;

import io.conpool.http.H2Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A proxy whose backend stalls, while the proxy itself answers all that the connection
 * needs. Calls time out meanwhile; all that are made after the backend is back are
 * answered, the first of them too.
 */
@Tag("interop")
class StalledBackendTests {

	private static final int PER_SECOND = 50;

	private static final Duration BEFORE = Duration.ofSeconds(1);

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@EnumSource(names = { "HAPROXY", "NGINX" })
	void callsAreAnsweredAfterAShortStall(Peer peer) throws Exception {
		assertAnsweredAfterStall(peer, Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "HAPROXY", "NGINX" })
	void callsAreAnsweredAfterALongStall(Peer peer) throws Exception {
		assertAnsweredAfterStall(peer, Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(20));
	}

	private void assertAnsweredAfterStall(Peer peer, Duration stall, Duration timeout, Duration after)
			throws Exception {
		Backend backend = this.servers.closing(new Backend());
		Site site = this.servers.start(peer.proxyOf(backend)).site();
		H2Request request = H2Request.get(site.uri(Paths.CONTENT)).timeout(timeout).build();
		SteadyLoad load = this.servers
			.closing(new SteadyLoad(this.servers.client(site), request, ServerProcess.CONTENT, PER_SECOND));
		load.send(BEFORE);
		load.awaitEnd();
		backend.stall();
		load.send(stall);
		backend.resume();
		Tally calls = load.send(after);
		load.awaitEnd();
		calls.assertAllAnswered(load.calls(after));
	}

}
