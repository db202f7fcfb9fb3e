package io.conpool.benchmarks.server;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;

/**
 * A process with one event loop that serves every {@link Site} but nghttpd, and the small
 * one on further ports, too. Says its ports on standard output, a line {@code SITE port}
 * for each and {@code ready}, and ends when its input ends. Confined to one thread.
 */
public final class BenchServer {

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

	private final SslContext tls;

	private BenchServer(X509Bundle certificate) throws Exception {
		this.tls = SslContextBuilder.forServer(certificate.toKeyManagerFactory())
			.sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
			.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
			.applicationProtocolConfig(
					new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
							SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2))
			.build();
	}

	/**
	 * Runs the server.
	 * @param args the file for the certificate that clients are to trust, and how many
	 * further ports to open
	 * @throws Exception if it cannot be started
	 */
	public static void main(String[] args) throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=127.0.0.1")
			.addSanIpAddress("127.0.0.1")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		Files.writeString(Path.of(args[0]), certificate.getCertificatePEM(), StandardCharsets.US_ASCII);
		BenchServer server = new BenchServer(certificate);
		for (Site site : EnumSet.complementOf(EnumSet.of(Site.NGHTTPD))) {
			server.open(site);
		}
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			server.open(Site.SMALL);
		}
		System.out.println("ready");
		while (System.in.read() >= 0) {
			// until whoever started it is gone
		}
		System.exit(0);
	}

	private void open(Site site) throws InterruptedException {
		Content content = new Content(site);
		SslContext context = site.isTls() ? this.tls : null;
		Channel channel = new ServerBootstrap().group(this.loop)
			.channel(EpollServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, 4096)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new Connections(content, context))
			.bind("127.0.0.1", 0)
			.sync()
			.channel();
		System.out.println(site + " " + ((InetSocketAddress) channel.localAddress()).getPort());
	}

	private static final class Connections extends ChannelInitializer<Channel> {

		private final Content content;

		private final @Nullable SslContext tls;

		Connections(Content content, @Nullable SslContext tls) {
			this.content = content;
			this.tls = tls;
		}

		@Override
		protected void initChannel(Channel channel) {
			if (this.tls != null) {
				channel.pipeline().addLast(this.tls.newHandler(channel.alloc()));
			}
			channel.pipeline().addLast(new FrameHandler(this.content));
		}

	}

}
