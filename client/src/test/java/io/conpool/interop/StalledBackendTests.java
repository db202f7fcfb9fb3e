package io.conpool.interop;

import java.time.Duration;
import java.util.function.Consumer;

import io.conpool.H2Client;
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

	private static final int PER_SECOND_AFTER = 50;

	private static final Duration TIMEOUT_AFTER = Duration.ofSeconds(2);

	private static final Duration AFTER = Duration.ofSeconds(2);

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@EnumSource(names = { "HAPROXY", "NGINX" })
	void callsAreAnsweredByABackendThatForgotEarlierOnes(Peer peer) throws Exception {
		assertAnsweredAfterStall(peer, Backend::forget, 400, Duration.ofSeconds(4), Duration.ofMillis(500));
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "HAPROXY", "NGINX" })
	void callsAreAnsweredByABackendThatForgotAMinutesCalls(Peer peer) throws Exception {
		assertAnsweredAfterLongStall(peer, Backend::forget);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "HAPROXY", "NGINX" })
	void callsAreAnsweredByABackendThatAnswersAMinutesCallsLate(Peer peer) throws Exception {
		assertAnsweredAfterLongStall(peer, Backend::stall);
	}

	private void assertAnsweredAfterLongStall(Peer peer, Consumer<Backend> stall) throws Exception {
		assertAnsweredAfterStall(peer, stall, 100, Duration.ofSeconds(60), Duration.ofSeconds(2));
	}

	/**
	 * So many calls time out that, all together, they have more streams than there are.
	 */
	private void assertAnsweredAfterStall(Peer peer, Consumer<Backend> stall, int perSecond, Duration duration,
			Duration timeout) throws Exception {
		Backend backend = this.servers.closing(new Backend());
		Site site = this.servers.start(peer.proxyOf(backend)).site();
		H2Client client = this.servers.client(site);
		SteadyLoad during = load(client, site, timeout, perSecond);
		SteadyLoad after = load(client, site, TIMEOUT_AFTER, PER_SECOND_AFTER);
		stall.accept(backend);
		during.send(duration);
		backend.resume();
		Tally calls = after.send(AFTER);
		after.awaitEnd();
		calls.assertAllAnswered(after.calls(AFTER));
		during.awaitEnd();
	}

	private SteadyLoad load(H2Client client, Site site, Duration timeout, int perSecond) {
		H2Request request = H2Request.get(site.uri(Paths.CONTENT)).timeout(timeout).build();
		return this.servers.closing(new SteadyLoad(client, request, ServerProcess.CONTENT, perSecond));
	}

}
