package io.conpool.architecture;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.conpool.H2Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The arrows between packages, which point down only.
 */
class ArchitectureTests {

	private static final String ROOT = "io.conpool.";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackagesOf(H2Client.class);

	// What the packages without a library may use besides their arrows.
	private static final String[] JDK = { "java..", "org.jspecify.annotations.." };

	static Stream<Arguments> arrows() {
		return Stream.of(arguments("endpoint", Set.of()), arguments("time", Set.of()),
				arguments("error", Set.of("endpoint")), arguments("http", Set.of("endpoint", "error")),
				arguments("pool", Set.of("endpoint", "error", "time")),
				arguments("transport", Set.of("endpoint", "error", "time")),
				arguments("connection", Set.of("transport", "pool", "http", "error", "endpoint", "time")),
				arguments("coding", Set.of("error")),
				arguments("call", Set.of("coding", "pool", "http", "error", "endpoint", "time")));
	}

	static Stream<Arguments> arrowsInsideOfConnection() {
		return Stream.of(arguments("connection", Set.of()), arguments("connection.http1", Set.of("connection")),
				arguments("connection.http2.frame", Set.of("connection")),
				arguments("connection.http2.peer", Set.of("connection")),
				arguments("connection.http2", Set.of("connection", "connection.http2.frame", "connection.http2.peer")));
	}

	@ParameterizedTest(name = "{0} -> {1}")
	@MethodSource("arrowsInsideOfConnection")
	void aPartOfAConnectionUsesNoneButThoseBelowIt(String name, Set<String> below) {
		String[] allowed = Stream.concat(Stream.of(name), below.stream()).map(ROOT::concat).toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(ROOT + name)
			.should()
			.dependOnClassesThat(resideInAPackage("io.conpool.connection..")
				.and(DescribedPredicate.not(resideInAnyPackage(allowed))))
			.check(CLASSES);
	}

	static Stream<Arguments> arrowsOfPackagesWithoutLibraries() {
		Set<String> withLibraries = Set.of("transport", "connection", "coding");
		return arrows().filter((row) -> !withLibraries.contains(row.get()[0]));
	}

	private static String[] packages(Set<String> names) {
		return names.stream().map((name) -> ROOT + name + "..").toArray(String[]::new);
	}

	private static DescribedPredicate<JavaClass> ours() {
		return resideInAPackage("io.conpool..");
	}

	@ParameterizedTest(name = "{0} -> {1}")
	@MethodSource("arrows")
	void aPackageUsesNoneOfOursButThoseBelowIt(String name, Set<String> below) {
		DescribedPredicate<JavaClass> allowed = resideInAPackage(ROOT + name + "..")
			.or(resideInAnyPackage(packages(below)));
		noClasses().that()
			.resideInAPackage(ROOT + name + "..")
			.should()
			.dependOnClassesThat(ours().and(DescribedPredicate.not(allowed)))
			.check(CLASSES);
	}

	@Test
	void everyPackageHasItsPlaceInTheOrder() {
		Set<String> known = Set.of("io.conpool", "io.conpool.micrometer", "io.conpool.micrometer.observation",
				"io.conpool.endpoint", "io.conpool.time", "io.conpool.error", "io.conpool.http", "io.conpool.pool",
				"io.conpool.transport", "io.conpool.connection", "io.conpool.connection.http1",
				"io.conpool.connection.http2", "io.conpool.connection.http2.frame", "io.conpool.connection.http2.peer",
				"io.conpool.coding", "io.conpool.call");
		assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct()).isSubsetOf(known);
	}

	@Test
	void metricsSeeListenersAndNotTheProtocol() {
		DescribedPredicate<JavaClass> allowed = resideInAnyPackage("io.conpool", "io.conpool.call..",
				"io.conpool.pool..", "io.conpool.http..", "io.conpool.error..", "io.conpool.endpoint..",
				"io.conpool.micrometer..")
			.or(JavaClass.Predicates.simpleNameContaining("Listener"));
		noClasses().that()
			.resideInAPackage("io.conpool.micrometer..")
			.should()
			.dependOnClassesThat(ours().and(DescribedPredicate.not(allowed)))
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void nobodySeesMetrics() {
		noClasses().that()
			.resideOutsideOfPackage("io.conpool.micrometer..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.conpool.micrometer..")
			.check(CLASSES);
	}

	@Test
	void nobodySeesTheFacadeButMetrics() {
		noClasses().that()
			.resideInAPackage("io.conpool.*..")
			.and()
			.resideOutsideOfPackage("io.conpool.micrometer..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.conpool")
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("io.conpool.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "connection", "connection.http1", "connection.http2", "connection.http2.frame",
			"connection.http2.peer" })
	void noKnotOfClassesIsLargerThanFour(String name) {
		assertThat(Knots.of(CLASSES, ROOT + name)).allSatisfy((knot) -> assertThat(knot).hasSizeLessThanOrEqualTo(4));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("arrowsOfPackagesWithoutLibraries")
	void whereNoLibraryIsNeededThereIsNone(String name, Set<String> below) {
		classes().that()
			.resideInAPackage(ROOT + name + "..")
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAPackage(ROOT + name + ".."))
				.or(resideInAnyPackage(packages(below))))
			.check(CLASSES);
	}

	@Test
	void nettyIsOnlyInTransportAndTheProtocols() {
		noClasses().that()
			.resideOutsideOfPackages("io.conpool.transport..", "io.conpool.connection..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.netty..")
			.check(CLASSES);
	}

	@Test
	void micrometerIsOnlyInMetrics() {
		noClasses().that()
			.resideOutsideOfPackage("io.conpool.micrometer..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.check(CLASSES);
	}

	@Test
	void codecsAreOnlyInCodingWhichNeedsNoOtherLibrary() {
		String[] codecs = { "com.aayushatharva.brotli4j..", "com.github.luben.zstd.." };
		noClasses().that()
			.resideOutsideOfPackage("io.conpool.coding..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(codecs)
			.check(CLASSES);
		classes().that()
			.resideInAPackage("io.conpool.coding..")
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAnyPackage(codecs))
				.or(resideInAnyPackage("io.conpool.coding..", "io.conpool.error..")))
			.check(CLASSES);
	}

	@Test
	void springIsNowhere() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..").check(CLASSES);
	}

	@Test
	void locksAreOnlyInPool() {
		noClasses().that()
			.resideOutsideOfPackage("io.conpool.pool..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.concurrent.locks..")
			.check(CLASSES);
	}

	@Test
	void noMethodIsSynchronized() {
		ArchRule rule = methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED);
		rule.check(CLASSES);
	}

	@Test
	void nothingIsSynchronizedInsideOfMethodsEither() {
		classes().should(haveNoMonitors()).check(CLASSES);
	}

	private static ArchCondition<JavaClass> haveNoMonitors() {
		return new ArchCondition<>("enter no monitor") {
			@Override
			public void check(JavaClass item, ConditionEvents events) {
				Monitors.enteredIn(item)
					.forEach((method) -> events.add(SimpleConditionEvent.violated(item,
							item.getName() + "." + method + " has a synchronized block")));
			}
		};
	}

	@Test
	void nobodySleeps() {
		noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
		noClasses().should().callMethod(Thread.class, "sleep", long.class, int.class).check(CLASSES);
	}

	@Test
	void nobodyWritesToTheConsole() {
		noClasses().should()
			.accessField(System.class, "out")
			.orShould()
			.accessField(System.class, "err")
			.orShould()
			.callMethod(Throwable.class, "printStackTrace")
			.check(CLASSES);
	}

	@Test
	void nobodyReadsSystemProperties() {
		noClasses().should().callMethodWhere(readsAProperty()).check(CLASSES);
	}

	private static DescribedPredicate<JavaMethodCall> readsAProperty() {
		Set<String> readers = Set.of("java.lang.System.getProperty", "java.lang.System.getProperties",
				"java.lang.System.getenv", "java.lang.Integer.getInteger", "java.lang.Long.getLong",
				"java.lang.Boolean.getBoolean");
		return DescribedPredicate.describe("a property of the system is read",
				(call) -> readers.contains(call.getTargetOwner().getName() + "." + call.getName()));
	}

	@Test
	void nobodyReadsTheWallClock() {
		noClasses().should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Clock.class, Instant.class, Date.class)
			.check(CLASSES);
	}

	@Test
	void onlyTheSchedulerReadsTheClock() {
		noClasses().that()
			.doNotHaveFullyQualifiedName("io.conpool.transport.WheelScheduler")
			.should()
			.callMethod(System.class, "nanoTime")
			.check(CLASSES);
	}

	@Test
	void whatTheProtocolsShowToOthersHasNoTypeOfNetty() {
		classes().that()
			.resideOutsideOfPackages("io.conpool.transport..", "io.conpool.connection",
					"io.conpool.connection.http2.frame")
			.and()
			.arePublic()
			.should(showNoTypeOfNetty())
			.check(CLASSES);
	}

	private static ArchCondition<JavaClass> showNoTypeOfNetty() {
		return new ArchCondition<>("show no type of Netty") {
			@Override
			public void check(JavaClass item, ConditionEvents events) {
				item.getCodeUnits()
					.stream()
					.filter((unit) -> isVisible(unit.getModifiers()))
					.filter(ArchitectureTests::mentionsNetty)
					.forEach((unit) -> events.add(SimpleConditionEvent.violated(item, unit.getFullName())));
				item.getFields()
					.stream()
					.filter((field) -> isVisible(field.getModifiers()))
					.filter((field) -> isNetty(field.getRawType()))
					.forEach((field) -> events.add(SimpleConditionEvent.violated(item, field.getFullName())));
				Stream.concat(item.getAllRawSuperclasses().stream(), item.getAllRawInterfaces().stream())
					.filter(ArchitectureTests::isNetty)
					.forEach((type) -> events
						.add(SimpleConditionEvent.violated(item, item.getName() + " is a " + type.getName())));
			}
		};
	}

	private static boolean isVisible(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	private static boolean mentionsNetty(JavaCodeUnit unit) {
		Stream<JavaClass> signature = Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
			.flatMap((type) -> type.getAllInvolvedRawTypes().stream());
		return Stream.concat(signature, unit.getThrowsClause().getTypes().stream())
			.anyMatch(ArchitectureTests::isNetty);
	}

	private static boolean isNetty(JavaClass type) {
		return type.getPackageName().startsWith("io.netty");
	}

}
