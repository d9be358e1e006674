using CityActors.Alerts;
using CityActors.Households;

namespace CityActors.Tests.Households;

/// <summary>A meter that is a thousandfold off is a fault of the meter: no silence, no life, and the silence after it counts anew.</summary>
public sealed class MeterScaleTests
{
    private const int Days = 20;
    private const int Off = (17 * Meters.PerDay) + 40;

    [Theory]
    [InlineData(0.001)]
    [InlineData(1000)]
    public void Meter_OffFromTheFirstDayOn_IsATicketAfterItsFirstWholeDay_AndNothingElse(double factor)
    {
        var findings = Meters.Run([.. Meters.Regular(Days, seed: 3).Select(watts => watts * factor)]).Findings;

        var ticket = Assert.Single(findings);
        Assert.Equal((AlertKinds.DataGap, HouseholdDetector.PowerZone, HouseholdTexts.ScaleRule), (ticket.Kind, ticket.Zone, ticket.Why.Rule));
        Assert.True(ticket.At <= Meters.EndOf(2 * Meters.PerDay));
        Assert.NotEmpty(ticket.Why.Chinese);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1000)]
    public void Meter_OffLater_IsATicketAtTheThirdReading_UntilThreeAreRightAgain(double factor)
    {
        var watts = Meters.Regular(Days, seed: 3);
        var (from, to) = (Off, Off + Meters.PerDay);
        var (state, findings) = Meters.Run([.. watts.Select((value, index) => index >= from && index < to ? value * factor : value)]);

        Assert.Equal([FindingAct.Open, FindingAct.Clear], findings.Select(static finding => finding.Act));
        Assert.All(findings, static finding => Assert.Equal(AlertKinds.DataGap, finding.Kind));
        Assert.Equal(Meters.EndOf(from + 2), findings[0].At);
        Assert.Equal(Meters.EndOf(to + 2), findings[1].At);
        Assert.Equal(MeterFault.None, state.PowerFault);
        Assert.InRange(state.BaseWatts, 20, 200);
    }

    /// <summary>A workshop in the house at night is no meter in another unit: what is right again by itself each morning soon makes no ticket.</summary>
    [Fact]
    public void Home_WithAWorkshopEveryNight_IsNotATicketEachNight()
    {
        var watts = Meters.Regular(2 * Days, seed: 3);
        for (var day = 17; day < 2 * Days; day++)
        {
            for (var i = 0; i < 24; i++)
            {
                watts[(day * Meters.PerDay) + i] = 37_000 + i;
            }
        }

        var (state, findings) = Meters.Run(watts);
        Assert.InRange(findings.Count(static finding => finding.Why.Rule == HouseholdTexts.ScaleRule && finding.Act == FindingAct.Open), 1, 2);
        Assert.Equal(MeterFault.None, state.PowerFault);
        for (var i = watts.Length - (2 * Meters.PerDay); i < watts.Length; i++)
        {
            watts[i] = 1000 * Math.Max(50, watts[i]); // And one that is really set to another unit is found all the same.
        }

        Assert.Equal(MeterFault.Scale, Meters.Run(watts).State.PowerFault);
    }

    [Fact]
    public void Reading_AThousandfoldTooHigh_InAQuietHome_IsNoSignOfLife()
    {
        var frozen = Meters.Freeze(Meters.Regular(Days, seed: 3), Off, Frozen.AtBase, seed: 0);
        var spike = (double[])frozen.Clone();
        spike[Off + 20] *= 1000;

        var (quiet, odd) = (Assert.Single(Meters.Run(frozen).Findings), Assert.Single(Meters.Run(spike).Findings));

        Assert.Equal((quiet.Kind, quiet.At), (odd.Kind, odd.At));
    }

    [Fact]
    public void Home_ThatHeatsStrongly_OrHasNoPower_IsNoFault()
    {
        var watts = Meters.Regular(Days, seed: 3);
        for (var i = Off; i < Off + 12; i++)
        {
            watts[i] = 28_000 + i; // A car and a boiler on a large connection.
        }

        Assert.Empty(Meters.Run(watts).Findings);
        Assert.DoesNotContain(Meters.Run(Meters.Freeze(Meters.Regular(Days, seed: 3), Off, Frozen.AtZero, seed: 0)).Findings, static finding => finding.Why.Rule == HouseholdTexts.ScaleRule);
    }
}
