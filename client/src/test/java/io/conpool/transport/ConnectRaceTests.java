package io.conpool.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.conpool.testing.ManualScheduler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 8305 section 5.
 */
class ConnectRaceTests {

	private static final Duration DELAY = Duration.ofMillis(250);

	private static final InetAddress A = InetAddress.getLoopbackAddress();

	private static final InetAddress B = other(2);

	private static final InetAddress C = other(3);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final Map<InetAddress, ChannelPromise> tries = new LinkedHashMap<>();

	private final List<InetAddress> failed = new ArrayList<>();

	private InetAddress winner;

	private Throwable lost;

	private final ConnectRace race = new ConnectRace(List.of(A, B, C), this::connect, DELAY, this.scheduler,
			Runnable::run, new ConnectRace.Listener() {
				@Override
				public void won(InetAddress address, Channel channel) {
					assertThat(ConnectRaceTests.this.winner).isNull();
					ConnectRaceTests.this.winner = address;
				}

				@Override
				public void failed(InetAddress address) {
					ConnectRaceTests.this.failed.add(address);
				}

				@Override
				public void lost(Throwable last) {
					ConnectRaceTests.this.lost = last;
				}
			});

	private static InetAddress other(int last) {
		try {
			return InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) last });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ChannelFuture connect(InetAddress address) {
		ChannelPromise promise = new EmbeddedChannel().newPromise();
		this.tries.put(address, promise);
		return promise;
	}

	private Channel channel(InetAddress address) {
		return this.tries.get(address).channel();
	}

	@Test
	void theNextIsTriedBesideAfterTheDelay() {
		this.race.start();
		assertThat(this.tries).containsOnlyKeys(A);
		this.scheduler.advance(DELAY.minusMillis(1));
		assertThat(this.tries).containsOnlyKeys(A);
		this.scheduler.advance(Duration.ofMillis(1));
		assertThat(this.tries).containsOnlyKeys(A, B);
		this.scheduler.advance(DELAY);
		assertThat(this.tries).containsOnlyKeys(A, B, C);
		assertThat(channel(A).isOpen()).isTrue();
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void afterAFailureTheNextIsTriedAtOnceAndTheDelayBeginsAnew() {
		this.race.start();
		this.scheduler.advance(DELAY.minusMillis(1));
		this.tries.get(A).setFailure(new IOException("refused"));
		assertThat(this.tries).containsOnlyKeys(A, B);
		assertThat(this.failed).containsExactly(A);
		this.scheduler.advance(DELAY.minusMillis(1));
		assertThat(this.tries).containsOnlyKeys(A, B);
		this.scheduler.advance(Duration.ofMillis(1));
		assertThat(this.tries).containsOnlyKeys(A, B, C);
	}

	@Test
	void theFirstToConnectWinsAndTheOthersAreClosed() {
		this.race.start();
		this.scheduler.advance(DELAY);
		this.tries.get(A).setSuccess();
		assertThat(this.winner).isEqualTo(A);
		assertThat(channel(A).isOpen()).isTrue();
		assertThat(channel(B).isOpen()).isFalse();
		assertThat(this.failed).isEmpty();
		this.scheduler.advance(DELAY);
		assertThat(this.tries).containsOnlyKeys(A, B);
	}

	@Test
	void anAddressThatIsOvertakenHasFailed() {
		this.race.start();
		this.scheduler.advance(DELAY.multipliedBy(2));
		this.tries.get(B).setSuccess();
		assertThat(this.winner).isEqualTo(B);
		assertThat(this.failed).containsExactly(A);
		assertThat(channel(A).isOpen()).isFalse();
		assertThat(channel(C).isOpen()).isFalse();
	}

	@Test
	void whoConnectsAfterTheEndIsClosed() {
		this.race.start();
		this.scheduler.advance(DELAY);
		this.tries.get(B).setSuccess();
		this.tries.get(A).setSuccess();
		assertThat(this.winner).isEqualTo(B);
		assertThat(channel(A).isOpen()).isFalse();
	}

	@Test
	void whenAllHaveFailedTheRaceIsLost() {
		this.race.start();
		this.tries.get(A).setFailure(new IOException("first"));
		this.tries.get(B).setFailure(new IOException("second"));
		assertThat(this.lost).isNull();
		this.tries.get(C).setFailure(new IOException("third"));
		assertThat(this.lost).hasMessage("third");
		assertThat(this.failed).containsExactly(A, B, C);
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void aFailureOfTheLastWaitsForThoseUnderWay() {
		this.race.start();
		this.scheduler.advance(DELAY.multipliedBy(2));
		this.tries.get(C).setFailure(new IOException("refused"));
		assertThat(this.lost).isNull();
		this.tries.get(A).setSuccess();
		assertThat(this.winner).isEqualTo(A);
	}

	@Test
	void whatIsStoppedHasFailedAndTriesNothingMore() {
		this.race.start();
		this.scheduler.advance(DELAY);
		this.race.stop();
		assertThat(this.failed).containsExactly(A, B);
		assertThat(channel(A).isOpen()).isFalse();
		assertThat(channel(B).isOpen()).isFalse();
		this.scheduler.advance(DELAY);
		assertThat(this.tries).containsOnlyKeys(A, B);
		assertThat(this.winner).isNull();
		assertThat(this.lost).isNull();
	}

}
