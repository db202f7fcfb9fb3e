package io.conpool.interop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A path that hangs beside a healthy one, behind nginx: no call of the healthy path is
 * lost, and the calls that time out do not pile up on the connections.
 */
@Tag("interop")
class HangingPathTests {

	@RegisterExtension
	final Servers servers = new Servers();

	@Tag("long")
	@Test
	void theHealthyPathLosesNothing() throws Exception {
		assertHealthyPathLosesNothing(200, Duration.ofSeconds(1), Duration.ofSeconds(8));
	}

	@Tag("long")
	@Test
	void theHealthyPathLosesNothingForTwoMinutes() throws Exception {
		assertHealthyPathLosesNothing(100, Duration.ofSeconds(5), Duration.ofMinutes(2));
	}

	private void assertHealthyPathLosesNothing(int perSecond, Duration timeout, Duration duration) throws Exception {
		Site site = Peer.NGINX.start(this.servers);
		H2Client client = this.servers.client(site);
		SteadyLoad hanging = load(client, site, Paths.HANG, timeout, perSecond);
		SteadyLoad healthy = load(client, site, Paths.CONTENT, timeout, perSecond);
		CompletableFuture<Long> openAtEnd = hanging.start(duration)
			.thenApply((made) -> client.stats().values().iterator().next().openStreams());
		Tally calls = healthy.send(duration);
		healthy.awaitEnd();
		calls.assertAllAnswered(healthy.calls(duration));
		// Those that have not timed out yet, as many again that wait for their reset to
		// be
		// confirmed, and the healthy ones.
		assertThat(openAtEnd.get(10, TimeUnit.SECONDS)).isLessThan(3L * hanging.calls(timeout));
		hanging.awaitEnd();
	}

	private SteadyLoad load(H2Client client, Site site, String path, Duration timeout, int perSecond) {
		H2Request request = H2Request.get(site.uri(path)).timeout(timeout).build();
		return this.servers.closing(new SteadyLoad(client, request, ServerProcess.CONTENT, perSecond));
	}

}
