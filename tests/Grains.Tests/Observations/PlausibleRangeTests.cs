using System.Globalization;
using CityActors.Observations;

namespace CityActors.Tests.Observations;

public sealed class PlausibleRangeTests
{
    [Theory]
    [InlineData(ObservationKinds.Power, 0, 0.001, 65.535, 655.35, 11_000, 460_928, 500_000)]
    [InlineData(ObservationKinds.Water, 0, 0.1, 65.535, 3_532, 26_253, 120_000)]
    [InlineData(ObservationKinds.SmokeLevel, 0, 0.3, 15, 100)]
    [InlineData(ObservationKinds.GasLevel, 0, 1, 40, 100)]
    [InlineData(ObservationKinds.WaterLevel, -10, -0.02, 0, 0.6, 39.18, 1_000)]
    [InlineData(ObservationKinds.Rain, 0, 0.8, 45.6, 792, 1_872)]
    public void Value_ThatCanBeTrue_IsHeld(string kind, params object[] values) =>
        Assert.All(Numbers(values), value => Assert.True(Of(kind).Holds(value), $"{kind} {value}"));

    [Theory]
    [InlineData(ObservationKinds.Power, -1, -0.5, 500_001, 65_535_000, 6_553_500, 655_350, 65_535, 6_553.5, 32_767)]
    [InlineData(ObservationKinds.Water, -0.001, -248_520, 248_541, 65_535, 6_553.5, 655.35, 32_767)]
    [InlineData(ObservationKinds.SmokeLevel, -0.1, 100.1, 65.535, 655.35)]
    [InlineData(ObservationKinds.GasLevel, -0.1, 100.1, 65.535, 655.35)]
    [InlineData(ObservationKinds.WaterLevel, -10.1, 1_000.1, 65.535, 655.35, 6_553.5)]
    [InlineData(ObservationKinds.Rain, -0.1, 2_000.1, 65.535, 655.35)]
    public void Value_ThatCannotBeTrue_IsNotHeld(string kind, params object[] values) =>
        Assert.All(Numbers(values), value => Assert.False(Of(kind).Holds(value), $"{kind} {value}"));

    [Theory]
    [InlineData(-9999)]
    [InlineData(-999)]
    [InlineData(-32_768)]
    [InlineData(2_147_483_647)]
    [InlineData(4_294_967_295)]
    [InlineData(-2_147_483_648)]
    [InlineData(double.NaN)]
    [InlineData(double.MaxValue)]
    [InlineData(double.NegativeInfinity)]
    public void ErrorCode_OfAnyMeasuredKind_IsNotHeld(double code) =>
        Assert.All(new Kinds().All.Where(kind => !kind.IsTrack), kind => Assert.False(kind.Range.Holds(code), kind.Name));

    [Fact]
    public void Kind_Measured_HasARangeAndATrackNone() =>
        Assert.All(new Kinds().All, kind => Assert.Equal(kind.IsTrack, kind.Range == PlausibleRange.Any));

    private static IEnumerable<double> Numbers(object[] values) => values.Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture));

    private static PlausibleRange Of(string kind) => new Kinds().Find(kind)!.Range;
}
