package io.conpool.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Netty's DNS client, and a name server that knows one name.
 */
class DnsAddressResolverTests {

	private static final byte[] FOUR = { (byte) 192, 0, 2, 7 };

	private static final byte[] SIX = { 0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7 };

	private final EventLoopGroup serverLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final EventLoops loops = EventLoops.start(TransportConfig.builder().eventLoopThreads(1).build());

	private DnsAddressResolver resolver;

	@BeforeEach
	void start() {
		Channel server = new Bootstrap().group(this.serverLoops)
			.channel(NioDatagramChannel.class)
			.handler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new NameServer());
				}
			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
		this.resolver = new DnsAddressResolver(this.loops,
				new SingletonDnsServerAddressStreamProvider((InetSocketAddress) server.localAddress()));
	}

	@AfterEach
	void stop() {
		this.resolver.stop();
		this.loops.stop();
		this.serverLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	private List<InetAddress> resolve(String host) throws Exception {
		return this.resolver.resolve(host).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	@Test
	void aNameHasTheAddressesOfBothFamilies() throws Exception {
		assertThat(resolve("known.example.")).containsExactlyInAnyOrder(InetAddress.getByAddress(FOUR),
				InetAddress.getByAddress(SIX));
	}

	@Test
	void anUnknownNameIsAFailure() {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> resolve("unknown.example."));
	}

	@Test
	void anAddressIsItself() throws Exception {
		assertThat(resolve("192.0.2.1")).containsExactly(InetAddress.getByName("192.0.2.1"));
	}

	private static final class NameServer extends SimpleChannelInboundHandler<DatagramDnsQuery> {

		@Override
		protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
			DnsQuestion question = query.recordAt(DnsSection.QUESTION);
			DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
			response.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
			if (question.name().equals("known.example.")) {
				byte[] address = question.type().equals(DnsRecordType.A) ? FOUR : SIX;
				response.addRecord(DnsSection.ANSWER,
						new DefaultDnsRawRecord(question.name(), question.type(), 60, Unpooled.wrappedBuffer(address)));
			}
			else {
				response.setCode(DnsResponseCode.NXDOMAIN);
			}
			ctx.writeAndFlush(response);
		}

	}

}
